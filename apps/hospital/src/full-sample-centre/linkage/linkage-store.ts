import { AssayError, type DeskLinkage, type LinkageState } from '@assay/contracts'
import type { HospitalDb } from '../../hospital-tables.ts'
import type { LinkageRoundRow } from './linkage-tables.ts'

/** A round in one of these states, held until the transaction ends. Throws `not-found`, `state-conflict`. */
export async function lockRound(
  transaction: HospitalDb,
  id: string,
  states: readonly LinkageState[],
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

/** What a round that is over leaves: its members and its outcome, no key, no token, no question. */
export const forgotten = { sealed_seed: null, keys: null } as const

export async function forgetWay(transaction: HospitalDb, id: string): Promise<void> {
  await transaction.deleteFrom('linkage_batches').where('round_id', '=', id).execute()
  await transaction.deleteFrom('linkage_questions').where('round_id', '=', id).execute()
}

/** Every round, the newest first. */
export async function listRounds(db: HospitalDb): Promise<DeskLinkage[]> {
  const rounds = await db.selectFrom('linkage_rounds').selectAll().orderBy('id', 'desc').execute()
  const counts = await db
    .selectFrom('linkage_identities')
    .select('subject')
    .select((build) => build.fn.count<number>('reference').distinct().as('count'))
    .groupBy('subject')
    .execute()
  const own = new Map(counts.map(({ subject, count }) => [subject, Number(count)]))
  return Promise.all(
    rounds.map(async (row) => ({
      ...{ roundId: row.id, subject: row.subject, state: row.state, members: row.members },
      ...{ membersHash: row.members_hash, reason: row.reason, askedAt: row.asked_at, changedAt: row.changed_at },
      ...{ own: own.get(row.subject) ?? 0, shared: row.state === 'found' ? await countShared(db, row.id) : null },
      ...(await progressOf(db, row)),
    })),
  )
}

async function countShared(db: HospitalDb, roundId: string): Promise<number> {
  const { count } = await db
    .selectFrom('linkage_shared')
    .select((build) => build.fn.countAll<number>().as('count'))
    .where('round_id', '=', roundId)
    .executeTakeFirstOrThrow()
  return Number(count)
}

async function progressOf(db: HospitalDb, { id, members }: LinkageRoundRow) {
  const { steps, batches } = await db
    .selectFrom('linkage_batches')
    .select((build) => [build.fn.sum<number>('step').as('steps'), build.fn.countAll<number>().as('batches')])
    .where('round_id', '=', id)
    .executeTakeFirstOrThrow()
  return { done: Number(steps ?? 0), total: Number(batches) * members.length }
}
