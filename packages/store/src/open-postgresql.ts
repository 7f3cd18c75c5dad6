import { AssayError } from '@assay/contracts'
import { Kysely, PostgresDialect } from 'kysely'
import pg from 'pg'
import { columnReaders } from './column-values.ts'
import type { PostgreSQLLocation, Store } from './store-location.ts'
import { transactionGuard } from './transaction-guard.ts'

/** Opens a schema of a PostgreSQL server, made if missing. */
export async function openPostgreSQL<Tables>(location: PostgreSQLLocation): Promise<Store<Tables>> {
  const { databaseUrl, schema } = location
  if (!/^[a-z][a-z0-9_]{0,62}$/.test(schema))
    throw new AssayError('input-invalid', { where: 'schema', what: 'invalid_format' })
  const settings = connectionSettings(databaseUrl, schema)
  const guardian = await connect(settings)
  try {
    await createSchema(guardian, schema)
    if (location.exclusive) await lockSchema(guardian, schema)
  } catch (error) {
    await guardian.end()
    throw error
  }
  if (!location.exclusive) await guardian.end()
  const pool = new pg.Pool({ ...settings, max: 10 })
  // An idle connection that breaks leaves the pool; the next query opens another.
  pool.on('error', () => undefined)
  const db = new Kysely<Tables>({ dialect: new PostgresDialect({ pool }), plugins: [transactionGuard] })
  const state = { closing: false }
  if (location.exclusive) watch(guardian, state, location.onLockLost)
  const close = async () => {
    state.closing = true
    await db.destroy()
    if (!pool.ended) await pool.end()
    if (location.exclusive) await guardian.end().catch(() => undefined)
  }
  return { db, kind: 'postgresql', close }
}

function connectionSettings(databaseUrl: string, schema: string): pg.ClientConfig {
  return {
    connectionString: databaseUrl,
    connectionTimeoutMillis: 10_000,
    keepAlive: true,
    application_name: `assay ${schema}`,
    options: `-c search_path=${schema} -c timezone=UTC -c idle_in_transaction_session_timeout=60000`,
    types: { getTypeParser: readerOf },
  }
}

function readerOf(oid: number, format?: 'text' | 'binary') {
  return columnReaders[oid] ?? (pg.types.getTypeParser as (oid: number, format?: string) => never)(oid, format)
}

async function connect(settings: pg.ClientConfig): Promise<pg.Client> {
  const client = new pg.Client(settings)
  try {
    await client.connect()
    return client
  } catch (cause) {
    const reason = `${(cause as { code?: string }).code ?? 'no answer'} ${client.host}:${client.port}`
    throw new AssayError('database-unreachable', { reason }, { cause })
  }
}

/** Two programs that start together may both find the schema missing; the loser's error is no error. */
async function createSchema(client: pg.Client, schema: string): Promise<void> {
  await client.query(`create schema if not exists ${schema}`).catch((error: { code?: string }) => {
    if (error.code !== '23505' && error.code !== '42P06') throw error
  })
}

/** The schema for one program alone, as long as the session lives: what the directory's lock is to PGlite. */
async function lockSchema(client: pg.Client, schema: string): Promise<void> {
  const key = `hashtextextended('assay exclusive ${schema}', 0)`
  const taken = await client.query<{ taken: boolean }>(`select pg_try_advisory_lock(${key}) as taken`)
  if (taken.rows[0]?.taken) return
  const holder = await client.query<{ pid: number }>(
    `select pid from pg_locks where locktype = 'advisory' and granted and objsubid = 1
       and database = (select oid from pg_database where datname = current_database())
       and (classid::bigint << 32) | objid::bigint = ${key}`,
  )
  throw new AssayError('data-directory-in-use', { directory: schema, pid: holder.rows[0]?.pid ?? '?' })
}

function watch(guardian: pg.Client, state: { closing: boolean }, onLockLost: (() => void) | undefined): void {
  let told = false
  const lost = () => {
    if (state.closing || told) return
    told = true
    onLockLost?.()
  }
  guardian.on('error', lost)
  guardian.on('end', lost)
}
