import { type RawBuilder, sql } from 'kysely'

/** Columns of rows, with PostgreSQL's types of them. */
type ColumnTypes<Row> = Readonly<Record<keyof Row & string, 'uuid' | 'text' | 'int8'>>

/**
 * What an insert of many rows takes instead of `values`: `.columns(given.columns).expression(given.rows)`. The rows come as one parameter; with a
 * parameter for each value an engine is busy several times as long.
 */
export function givenRows<Row>(rows: readonly Row[], types: ColumnTypes<Row>) {
  const columns = Object.keys(types) as (keyof Row & string)[]
  const typed = columns.map((name) => sql`${sql.ref(name)} ${sql.raw(types[name])}`)
  const table = sql`json_to_recordset(cast(cast(${JSON.stringify(rows)} as text) as json)) as given(${sql.join(typed)})`
  const selected: RawBuilder<Row> = sql`select ${sql.join(columns.map((name) => sql.ref(name)))} from ${table}`
  return { columns, rows: selected }
}
