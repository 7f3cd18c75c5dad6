import { AssayError, type Clock, type PublicIdentity, type Random } from '@assay/contracts'
import type { SigningKey } from '@assay/signing'
import { type Kysely, type Migration, newId, sql } from '@assay/store'

type Role = PublicIdentity['role']

/** The table of one row that says who a hub or a node is. */
export function identityMigrations(role: Role): readonly Migration[] {
  return [
    {
      name: `${role}-1-identity`,
      up: `create table ${role}_identity (
        only_row boolean primary key default true check (only_row), id uuid not null, key_id text not null
      )`,
    },
  ]
}

interface Given {
  readonly role: Role
  readonly name: string
  readonly key: SigningKey
  readonly clock: Clock
  readonly random: Random
}

/**
 * Who this hub or node is: its id, made with the database, and the key that goes with it. Throws `key-unreadable` if the database
 * belongs to another key: the others have pinned that one, and would refuse whatever this one signs.
 */
export async function openIdentity<Tables>(
  db: Kysely<Tables>,
  { role, name, key: { keyId, publicKey }, clock, random }: Given,
): Promise<PublicIdentity> {
  const table = sql.table(`${role}_identity`)
  await sql`insert into ${table} (id, key_id) values (${newId(clock, random)}::uuid, ${keyId}) on conflict do nothing`.execute(
    db,
  )
  const { rows } = await sql<{ id: string; key_id: string }>`select id, key_id from ${table}`.execute(db)
  const [row] = rows
  if (!row || row.key_id !== keyId)
    throw new AssayError('key-unreadable', { path: 'key.pem', reason: row?.key_id ?? '' })
  return { id: row.id, role, name, keyId, publicKey }
}
