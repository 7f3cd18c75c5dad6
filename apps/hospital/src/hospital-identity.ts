import { AssayError, type Clock, type PublicIdentity, type Random } from '@assay/contracts'
import type { SigningKey } from '@assay/signing'
import { type Kysely, type Migration, newId } from '@assay/store'

export const identityMigrations: readonly Migration[] = [
  {
    name: 'hospital-1-identity',
    up: `create table hospital_identity (
      only_row boolean primary key default true check (only_row), id uuid not null, key_id text not null
    )`,
  },
]

export interface IdentityTables {
  hospital_identity: { id: string; key_id: string }
}

/**
 * Who this hospital is: its id, made with the database, and the key that goes with it. Throws `key-unreadable` if the
 * database belongs to another key: the hub has pinned that one.
 */
export async function openIdentity(
  db: Kysely<IdentityTables>,
  { name, key, clock, random }: { name: string; key: SigningKey; clock: Clock; random: Random },
): Promise<PublicIdentity> {
  const { keyId, publicKey } = key
  await db
    .insertInto('hospital_identity')
    .values({ id: newId(clock, random), key_id: keyId })
    .onConflict((conflict) => conflict.doNothing())
    .execute()
  const row = await db.selectFrom('hospital_identity').select(['id', 'key_id']).executeTakeFirstOrThrow()
  if (row.key_id !== keyId) throw new AssayError('key-unreadable', { path: 'key.pem', reason: row.key_id })
  return { id: row.id, role: 'hospital', name, keyId, publicKey }
}
