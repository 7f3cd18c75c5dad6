import { AssayError } from '@assay/contracts'
import { type Kysely, sql, type Transaction } from 'kysely'
import { inTransaction } from './transaction-guard.ts'

/**
 * One step of a schema. `name` is unique for ever and over all packages (`ledger-1-entries`); `up` is SQL, one or more
 * statements, no parameters. A migration that has been released never changes; a change is a new one.
 */
export interface Migration {
  readonly name: string
  readonly up: string
}

/**
 * Applies what has not been applied yet, in the given order, all in one transaction, so that a kill leaves the old
 * schema or the new one. Throws `database-newer` (parameter `found`) if the database holds a migration that this
 * program does not know.
 */
export async function migrate<Tables>(db: Kysely<Tables>, migrations: readonly Migration[]): Promise<void> {
  await inTransaction(db, async (transaction) => {
    await sql`select pg_advisory_xact_lock(hashtext('assay migrations ' || current_schema()))`.execute(transaction)
    await sql`create table if not exists migrations (
      name text primary key,
      applied_at timestamptz not null default now()
    )`.execute(transaction)
    const applied = await readApplied(transaction)
    refuseUnknown(applied, migrations)
    for (const migration of migrations) if (!applied.has(migration.name)) await apply(transaction, migration)
  })
}

async function readApplied<Tables>(transaction: Transaction<Tables>): Promise<Set<string>> {
  const { rows } = await sql<{ name: string }>`select name from migrations`.execute(transaction)
  return new Set(rows.map((row) => row.name))
}

function refuseUnknown(applied: Set<string>, migrations: readonly Migration[]): void {
  const known = new Set(migrations.map((migration) => migration.name))
  if (known.size !== migrations.length) throw new Error('Two migrations have one name')
  for (const name of applied) if (!known.has(name)) throw new AssayError('database-newer', { found: name })
}

/** The extended protocol takes one statement at a time, so several go as the body of one DO block. */
async function apply<Tables>(transaction: Transaction<Tables>, { name, up }: Migration): Promise<void> {
  await sql
    .raw(`do $assay_migration$ begin ${up.trim().replace(/;?$/, ';')} end $assay_migration$`)
    .execute(transaction)
  await sql`insert into migrations (name) values (${name})`.execute(transaction)
}
