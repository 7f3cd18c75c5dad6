import type { Kysely } from 'kysely'

/** PGlite in this process, in `directory`, which belongs to one process at a time. */
export interface PGliteLocation {
  readonly directory: string
  /** Where programs that start together share an initialised PGlite directory; by default one of the installation's. */
  readonly templates?: string
}

/**
 * A schema of a PostgreSQL server. With `exclusive`, one program at a time may hold it, and `onLockLost` is called if
 * the server drops the session that holds the lock: another program may then take over, so stop.
 */
export interface PostgreSQLLocation {
  readonly databaseUrl: string
  /** Lower-case letters, digits, underscores; one a program. */
  readonly schema: string
  readonly exclusive?: boolean
  readonly onLockLost?: () => void
}

/** Where a program keeps its tables. */
export type StoreLocation = PGliteLocation | PostgreSQLLocation

/** An open database. Columns read the same on both kinds: int8 as number, timestamptz as ISO 8601 in UTC, date as YYYY-MM-DD, jsonb parsed. */
export interface Store<Tables> {
  readonly db: Kysely<Tables>
  readonly kind: 'pglite' | 'postgresql'
  readonly close: () => Promise<void>
}
