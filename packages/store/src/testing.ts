// What tests of any package stand on. Production code may not import it.
import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import process from 'node:process'
import { PGlite } from '@electric-sql/pglite'
import { Kysely, PGliteDialect } from 'kysely'
import { afterAll, afterEach, beforeAll, describe } from 'vitest'
import { columnReaders } from './column-values.ts'
import { type Migration, migrate } from './migrate.ts'
import { preparePGlite } from './pglite-template.ts'
import { hasPostgreSQL, type PostgreSQLServer, startPostgreSQL } from './postgresql-server.ts'
import { openStore } from './store.ts'
import type { Store } from './store-location.ts'
import { transactionGuard } from './transaction-guard.ts'

export { hasPostgreSQL, type PostgreSQLServer, startPostgreSQL }

/** Opens an empty store with these migrations; closed and dropped after the test. */
export type OpenTestStore = <Tables>(migrations: readonly Migration[]) => Promise<Store<Tables>>

/** Declares the same tests twice: on PGlite, and on a real PostgreSQL server (skipped by name where there is none). */
export function describeStores(name: string, declare: (open: OpenTestStore) => void): void {
  describe(`${name} on PGlite`, () => {
    declare(closing((migrations) => openOnPGlite(migrations)))
  })
  describe.skipIf(!hasPostgreSQL())(`${name} on PostgreSQL (needs Debian's postgresql)`, () => {
    let server: PostgreSQLServer
    beforeAll(async () => {
      server = await startPostgreSQL()
    })
    afterAll(() => server.stop())
    declare(closing((migrations) => openOnServer(server.databaseUrl, migrations)))
  })
}

/**
 * An empty store in a schema of its own, on the one PGlite of this test file, or on the server of TEST_DATABASE_URL where
 * that is set. `close` drops the schema.
 */
export async function openTestStore<Tables>(migrations: readonly Migration[]): Promise<Store<Tables>> {
  const databaseUrl = process.env.TEST_DATABASE_URL
  return databaseUrl ? openOnServer(databaseUrl, migrations) : openOnPGlite(migrations)
}

function closing(open: OpenTestStore): OpenTestStore {
  const opened: Store<unknown>[] = []
  afterEach(async () => {
    for (const store of opened.splice(0)) await store.close()
  })
  return async <Tables>(migrations: readonly Migration[]) => {
    const store = await open<Tables>(migrations)
    opened.push(store as unknown as Store<unknown>)
    return store
  }
}

function newSchema(): string {
  return `test_${randomBytes(8).toString('hex')}`
}

async function openOnServer<Tables>(databaseUrl: string, migrations: readonly Migration[]): Promise<Store<Tables>> {
  const schema = newSchema()
  const store = await openStore<Tables>({ databaseUrl, schema }, migrations)
  return {
    ...store,
    close: async () => {
      await store.db.schema.dropSchema(schema).cascade().execute()
      await store.close()
    },
  }
}

let shared: Promise<PGlite> | undefined
let folder: string | undefined

// Importing this module in a test file registers the end of that file.
afterAll(async () => {
  await (await shared)?.close()
  if (folder) rmSync(folder, { recursive: true, force: true })
})

async function startPGlite(): Promise<PGlite> {
  folder = mkdtempSync(join(tmpdir(), 'assay-test-'))
  await preparePGlite(join(folder, 'database'))
  const pglite = await PGlite.create({ dataDir: join(folder, 'database'), parsers: columnReaders })
  await pglite.exec(`set timezone to 'UTC'`)
  return pglite
}

async function openOnPGlite<Tables>(migrations: readonly Migration[]): Promise<Store<Tables>> {
  shared ??= startPGlite()
  const pglite = await shared
  const schema = newSchema()
  await pglite.exec(`create schema ${schema}`)
  const dialect = new PGliteDialect({ pglite: inSchema(pglite, schema) })
  const db = new Kysely<Tables>({ dialect, plugins: [transactionGuard] })
  await migrate(db, migrations)
  return { db, kind: 'pglite', close: async () => void (await pglite.exec(`drop schema ${schema} cascade`)) }
}

/** The one connection seen as several: every transaction, and every lone statement, runs with its own search path. */
function inSchema(pglite: PGlite, schema: string): PGlite {
  const transaction: PGlite['transaction'] = (work) =>
    pglite.transaction(async (inner) => {
      await inner.exec(`set local search_path to ${schema}`)
      return work(inner)
    })
  const query: PGlite['query'] = (text, parameters, options) =>
    transaction((inner) => inner.query(text, parameters, options))
  return new Proxy(pglite, {
    get(target, name) {
      if (name === 'transaction') return transaction
      if (name === 'query') return query
      const value: unknown = Reflect.get(target, name)
      return typeof value === 'function' ? value.bind(target) : value
    },
  })
}
