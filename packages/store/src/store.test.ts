import { AssayError } from '@assay/contracts'
import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { givenRows } from './given-rows.ts'
import { jsonb } from './json.ts'
import { migrate } from './migrate.ts'
import { describeStores } from './testing.ts'
import { inTransaction } from './transaction-guard.ts'

interface Tables {
  thing: { id: number; big: number; at: string; body: unknown; bytes: Uint8Array | null }
}

const first = {
  name: 'test-1-thing',
  up: `
    create table thing (
      id integer primary key,
      big int8 not null,
      at timestamptz not null,
      body jsonb not null, -- a comment; with a semicolon
      bytes bytea
    );
    create index on thing (big);
  `,
}

describeStores('store', (open) => {
  test('columns read the same', async () => {
    const { db } = await open<Tables>([first])
    const bytes = Uint8Array.of(0, 255, 10)
    const at = '2026-02-28T23:59:59.123Z'
    for (const [id, body] of [
      [1, [1, 'a', null]],
      [2, 'text'],
      [3, { nested: { n: 0.1 } }],
      [4, null],
    ] as const) {
      await db
        .insertInto('thing')
        .values({ id, big: 2 ** 53 - 1, at, body: jsonb(body), bytes })
        .execute()
    }
    const rows = await db.selectFrom('thing').selectAll().orderBy('id').execute()
    expect(rows.map((row) => row.body)).toEqual([[1, 'a', null], 'text', { nested: { n: 0.1 } }, null])
    expect(rows[0]).toMatchObject({ big: 2 ** 53 - 1, at })
    expect([...(rows[0]?.bytes ?? [])]).toEqual([...bytes])
    const counted = await db
      .selectFrom('thing')
      .select((e) => e.fn.countAll<number>().as('n'))
      .executeTakeFirst()
    expect(counted?.n).toBe(4)
  })

  test('rows that are given as one parameter are what they were', async () => {
    const { db } = await open<{ given_thing: { at: string; name: string | null; size: number } }>([
      { name: 'test-1-given-thing', up: 'create table given_thing (at uuid, name text, size int8 not null)' },
    ])
    const at = '0190163d-8694-739b-aea5-966c26f8ad91'
    const names = ["'); drop table given_thing; --", '胸部 "Lung"\\1.25', '\u{1f9e0}\n', '', null]
    const rows = names.map((name, i) => ({ at, name, size: 2 ** 53 - 1 - i }))
    const given = givenRows(rows, { at: 'uuid', name: 'text', size: 'int8' })
    await db.insertInto('given_thing').columns(given.columns).expression(given.rows).execute()
    expect(await db.selectFrom('given_thing').selectAll().orderBy('size', 'desc').execute()).toEqual(rows)
  })

  test('instants are read in UTC, whatever the offset they were written in', async () => {
    const { db } = await open<Tables>([first])
    await db
      .insertInto('thing')
      .values({ id: 1, big: 1, at: '2026-07-01T08:00:00+08:00', body: jsonb({}), bytes: null })
      .execute()
    const row = await db.selectFrom('thing').select('at').executeTakeFirstOrThrow()
    expect(row.at).toBe('2026-07-01T00:00:00.000Z')
  })

  test('an integer that a double cannot hold is an error, not another number', async () => {
    const { db } = await open<Tables>([first])
    await expect(sql`select 9007199254740993::int8 as n`.execute(db)).rejects.toThrow(RangeError)
  })

  test('migrations are applied once, and pending ones in order', async () => {
    const { db } = await open<Tables>([first])
    await migrate(db, [first])
    await migrate(db, [first, { name: 'test-2', up: 'alter table thing add column extra text' }])
    const rows = await sql<{ name: string }>`select name from migrations order by applied_at, name`.execute(db)
    expect(rows.rows.map((row) => row.name)).toEqual(['test-1-thing', 'test-2'])
  })

  test('a migration that fails leaves the schema as it was', async () => {
    const { db } = await open<Tables>([first])
    const broken = [first, { name: 'test-2', up: 'create table a (id int); create table b (nonsense)' }]
    await expect(migrate(db, broken)).rejects.toThrow()
    await migrate(db, [first, { name: 'test-2', up: 'create table a (id int)' }])
  })

  test('a database that a later version has migrated is refused', async () => {
    const { db } = await open<Tables>([first])
    await expect(migrate(db, [])).rejects.toThrow(new AssayError('database-newer', { found: 'test-1-thing' }))
  })

  test('a transaction is all or nothing', async () => {
    const { db } = await open<Tables>([first])
    const failing = inTransaction(db, async (transaction) => {
      await transaction
        .insertInto('thing')
        .values({ id: 1, big: 1, at: '2026-01-01T00:00:00Z', body: jsonb(1), bytes: null })
        .execute()
      throw new Error('no')
    })
    await expect(failing).rejects.toThrow('no')
    expect(await db.selectFrom('thing').selectAll().execute()).toEqual([])
  })

  test('a query beside the open transaction is refused instead of hanging', async () => {
    const { db } = await open<Tables>([first])
    await expect(inTransaction(db, () => db.selectFrom('thing').selectAll().execute())).rejects.toThrow('outside')
    await expect(inTransaction(db, () => inTransaction(db, async () => 1))).rejects.toThrow('already')
    expect(await db.selectFrom('thing').selectAll().execute()).toEqual([])
  })

  test('transactions at once do not mix', async () => {
    const { db } = await open<Tables>([first])
    await db
      .insertInto('thing')
      .values({ id: 1, big: 0, at: '2026-01-01T00:00:00Z', body: jsonb(1), bytes: null })
      .execute()
    const increment = () =>
      inTransaction(db, async (transaction) => {
        const { big } = await transaction.selectFrom('thing').select('big').forUpdate().executeTakeFirstOrThrow()
        await transaction
          .updateTable('thing')
          .set({ big: big + 1 })
          .execute()
      })
    await Promise.all(Array.from({ length: 20 }, increment))
    expect(await db.selectFrom('thing').select('big').executeTakeFirst()).toEqual({ big: 20 })
  })
})
