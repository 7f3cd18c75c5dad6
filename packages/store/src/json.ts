import { type RawBuilder, sql } from 'kysely'

/** A JSON value as a jsonb parameter. Needed for every jsonb column: the drivers would turn an array into another type. */
export function jsonb<Value>(value: Value): RawBuilder<Value> {
  return sql<Value>`cast(cast(${JSON.stringify(value)} as text) as jsonb)`
}
