import { AssayError, type DeskLinkage, type LinkageState, type LinkageSubject } from '@assay/contracts'
import type { ExpressionBuilder } from '@assay/store'
import type { HospitalDb, HospitalTables } from '../../hospital-tables.ts'
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

/** Removes what a round was computed from, once it has ended. */
export async function forgetWay(transaction: HospitalDb, id: string): Promise<void> {
  await transaction.deleteFrom('linkage_batches').where('round_id', '=', id).execute()
  await transaction.deleteFrom('linkage_questions').where('round_id', '=', id).execute()
}

/** Every round, the newest first. */
export async function listRounds(db: HospitalDb): Promise<DeskLinkage[]> {
  const rounds = await db.selectFrom('linkage_rounds').selectAll().orderBy('id', 'desc').execute()
  const own = await countOwn(db, new Set(rounds.map(({ subject }) => subject)))
  return Promise.all(
    rounds.map(async (row) => ({
      roundId: row.id,
      subject: row.subject,
      state: row.state,
      members: row.members,
      membersHash: row.members_hash,
      reason: row.reason,
      askedAt: row.asked_at,
      changedAt: row.changed_at,
      own: own[row.subject],
      ...(await outcomeOf(db, row)),
      ...(await progressOf(db, row)),
    })),
  )
}

/** How much there is here to compare, of the kinds that were asked for. */
async function countOwn(db: HospitalDb, asked: ReadonlySet<LinkageSubject>): Promise<Record<LinkageSubject, number>> {
  const patients = db
    .selectFrom('linkage_identities')
    .select((build) => build.fn.count<number>('reference').distinct().as('count'))
    .where('subject', '=', 'patients')
  const images = db
    .selectFrom('instances')
    .select((build) => build.fn.count<number>('series_id').distinct().as('count'))
    .where('pixel_sha256', 'is not', null)
  const counted = async (subject: LinkageSubject, query: typeof patients | typeof images) =>
    asked.has(subject) ? Number((await query.executeTakeFirstOrThrow()).count) : 0
  return { patients: await counted('patients', patients), images: await counted('images', images) }
}

/** What a round found: how many others know how many, and the studies here that this is about. */
async function outcomeOf(
  db: HospitalDb,
  round: LinkageRoundRow,
): Promise<Pick<DeskLinkage, 'shared' | 'sharedWith' | 'studies'>> {
  if (round.state !== 'found') return { shared: null, sharedWith: [], studies: null }
  const rows = await db
    .selectFrom('linkage_shared')
    .select('others')
    .select((build) => build.fn.countAll<number>().as('count'))
    .where('round_id', '=', round.id)
    .groupBy('others')
    .orderBy('others')
    .execute()
  const sharedWith = rows.map(({ others, count }) => ({ others, count: Number(count) }))
  const { count } = await db
    .selectFrom('studies')
    .where(isOfRound(db, round.id))
    .select((build) => build.fn.countAll<number>().as('count'))
    .executeTakeFirstOrThrow()
  return { shared: sharedWith.reduce((sum, one) => sum + one.count, 0), sharedWith, studies: Number(count) }
}

/** That a study is of a patient, or has an image, that others have, too, as a round found. */
export function isOfRound(db: HospitalDb, roundId: string) {
  const shared = (subject: LinkageSubject) =>
    db.selectFrom('linkage_shared').select('reference').where('round_id', '=', roundId).where('subject', '=', subject)
  const withImages = db.selectFrom('series').select('study_id').where('uid', 'in', shared('images'))
  return (build: ExpressionBuilder<HospitalTables, 'studies'>) =>
    build.or([build('patient', 'in', shared('patients')), build('id', 'in', withImages)])
}

async function progressOf(db: HospitalDb, { id, members }: LinkageRoundRow) {
  const { steps, batches } = await db
    .selectFrom('linkage_batches')
    .select((build) => [build.fn.sum<number>('step').as('steps'), build.fn.countAll<number>().as('batches')])
    .where('round_id', '=', id)
    .executeTakeFirstOrThrow()
  return { done: Number(steps ?? 0), total: Number(batches) * members.length }
}
