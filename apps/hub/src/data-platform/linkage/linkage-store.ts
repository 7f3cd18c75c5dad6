import { AssayError, type HubLinkage, type PublicIdentity } from '@assay/contracts'
import type { HubDb } from '../../hub-tables.ts'
import { findHospitals, identityOf } from '../hospital-store.ts'
import type { LinkageRoundRow, LinkageTables } from './linkage-tables.ts'

/** A round in one of these states, held against other changes until the transaction ends. Throws `not-found`, `state-conflict`. */
export async function lockRound(
  transaction: HubDb,
  id: string,
  states: readonly LinkageRoundRow['state'][],
): Promise<LinkageRoundRow> {
  const row = await transaction
    .selectFrom('linkage_rounds')
    .selectAll()
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst()
  if (!row) throw new AssayError('not-found', { what: 'linkage' })
  if (!states.includes(row.state)) throw new AssayError('state-conflict', { what: 'linkage', state: row.state })
  return row
}

/** Moves a round on. */
export async function moveRound(
  transaction: HubDb,
  id: string,
  at: Date,
  change: Partial<Pick<LinkageRoundRow, 'state' | 'reason'>>,
): Promise<void> {
  const changed = { ...change, changed_at: at.toISOString() }
  await transaction.updateTable('linkage_rounds').set(changed).where('id', '=', id).execute()
}

/** Members of a round in the order of their ids, which is the order of the keys that tokens go through. */
export function membersOf(db: HubDb, roundId: string): Promise<LinkageTables['linkage_members'][]> {
  return db.selectFrom('linkage_members').selectAll().where('round_id', '=', roundId).orderBy('hospital_id').execute()
}

/** One hospital's part in a round. Throws `not-allowed` for a stranger. */
export async function memberOf(db: HubDb, roundId: string, hospitalId: string) {
  const found = (await membersOf(db, roundId)).find((member) => member.hospital_id === hospitalId)
  if (!found) throw new AssayError('not-allowed', { role: 'member' })
  return found
}

/** Moves one hospital of a round to another state. */
export async function moveMember(
  transaction: HubDb,
  roundId: string,
  hospitalId: string,
  change: Pick<LinkageTables['linkage_members'], 'state'>,
): Promise<void> {
  await transaction
    .updateTable('linkage_members')
    .set(change)
    .where('round_id', '=', roundId)
    .where('hospital_id', '=', hospitalId)
    .execute()
}

/** The members as each of them is shown the others, in the order of their ids. */
export async function identitiesOf(db: HubDb, roundId: string): Promise<PublicIdentity[]> {
  const ids = (await membersOf(db, roundId)).map(({ hospital_id }) => hospital_id)
  const identities = (await findHospitals(db, ids)).map(identityOf)
  return ids.map((id) => identities.find((one) => one.id === id)!)
}

/** Every round, the newest first. */
export async function listRounds(db: HubDb): Promise<HubLinkage[]> {
  const rounds = await db.selectFrom('linkage_rounds').selectAll().orderBy('id', 'desc').execute()
  const members = await db
    .selectFrom('linkage_members as member')
    .innerJoin('hospitals', 'hospitals.id', 'member.hospital_id')
    .select(['member.round_id', 'member.hospital_id as hospitalId', 'hospitals.name', 'member.state'])
    .orderBy('member.hospital_id')
    .execute()
  const byRound = Map.groupBy(members, ({ round_id }) => round_id)
  return rounds.map(({ id, subject, state, reason, asked_at, changed_at }) => ({
    roundId: id,
    subject,
    state,
    reason,
    askedAt: asked_at,
    changedAt: changed_at,
    members: (byRound.get(id) ?? []).map((one) => ({ hospitalId: one.hospitalId, name: one.name, state: one.state })),
  }))
}
