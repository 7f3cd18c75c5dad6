// How columns come out, the same on PGlite and on a PostgreSQL server. Keys are type OIDs of PostgreSQL (pg_type.dat).

const int8 = 20
const date = 1082
const timestamptz = 1184

/** int8 as a number; throws beyond ±(2^53 − 1) rather than round. */
function readInteger(text: string): number {
  const value = Number(text)
  if (!Number.isSafeInteger(value)) throw new RangeError('An int8 column holds a value beyond 2^53')
  return value
}

/** timestamptz as ISO 8601 in UTC with milliseconds. Sessions run in UTC, so the server's text ends in +00. */
function readInstant(text: string): string {
  return new Date(text.replace(' ', 'T').replace(/\+00$/, 'Z')).toISOString()
}

/** OID → reader of the server's text. Other types keep the driver's reading (jsonb parsed, numeric as text …). */
export const columnReaders: Readonly<Record<number, (text: string) => number | string>> = {
  [int8]: readInteger,
  [date]: (text) => text,
  [timestamptz]: readInstant,
}
