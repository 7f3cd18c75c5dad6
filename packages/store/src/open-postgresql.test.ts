import { AssayError } from '@assay/contracts'
import { sql } from 'kysely'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openStore } from './store.ts'
import { hasPostgreSQL, type PostgreSQLServer, startPostgreSQL } from './testing.ts'

const migrations = [{ name: 'test-1', up: 'create table entry (n int primary key)' }]

test('a server that does not answer is named without its password', async () => {
  const refused = openStore({ databaseUrl: 'postgres://me:secret@127.0.0.1:1/x', schema: 'hub' }, migrations)
  await expect(refused).rejects.toThrow(new AssayError('database-unreachable', { reason: 'ECONNREFUSED 127.0.0.1:1' }))
})

test.each(['', 'Hub', 'a;drop', '1a', 'a'.repeat(64)])('a schema name is a plain name: %j', async (schema) => {
  await expect(openStore({ databaseUrl: 'postgres://127.0.0.1:1/x', schema }, [])).rejects.toThrow('input-invalid')
})

describe.skipIf(!hasPostgreSQL())("a PostgreSQL server (needs Debian's postgresql)", () => {
  let server: PostgreSQLServer
  beforeAll(async () => {
    server = await startPostgreSQL()
  })
  afterAll(() => server.stop())

  test('programs in several schemas do not see each other', async () => {
    const { databaseUrl } = server
    const [one, two] = await Promise.all([
      openStore<{ entry: { n: number } }>({ databaseUrl, schema: 'one' }, migrations),
      openStore<{ entry: { n: number } }>({ databaseUrl, schema: 'two' }, migrations),
    ])
    await one.db.insertInto('entry').values({ n: 1 }).execute()
    expect(await two.db.selectFrom('entry').selectAll().execute()).toEqual([])
    await Promise.all([one.close(), two.close()])
  })

  test('several copies of one program may start at once', async () => {
    const { databaseUrl } = server
    const copies = await Promise.all(
      Array.from({ length: 4 }, () => openStore({ databaseUrl, schema: 'copies' }, migrations)),
    )
    for (const copy of copies) await copy.close()
  })

  test('an exclusive schema has one holder, until it closes', async () => {
    const location = { databaseUrl: server.databaseUrl, schema: 'node', exclusive: true }
    const first = await openStore(location, migrations)
    await expect(openStore(location, migrations)).rejects.toThrow(
      /data-directory-in-use .*"directory":"node","pid":\d+/,
    )
    await openStore({ ...location, schema: 'other_node' }, migrations).then((store) => store.close())
    await first.close()
    await openStore(location, migrations).then((store) => store.close())
  })

  test('losing the session that holds the lock is told', async () => {
    let lost = 0
    const onLockLost = () => {
      lost += 1
    }
    const location = { databaseUrl: server.databaseUrl, schema: 'losing', exclusive: true, onLockLost }
    const store = await openStore(location, migrations)
    const admin = new pg.Client({ connectionString: server.databaseUrl })
    await admin.connect()
    await admin.query(`select pg_terminate_backend(pid) from pg_locks where locktype = 'advisory'`)
    await admin.end()
    await expect.poll(() => lost).toBe(1)
    await sql`select 1`.execute(store.db)
    await store.close()
    expect(lost).toBe(1)
  })
})
