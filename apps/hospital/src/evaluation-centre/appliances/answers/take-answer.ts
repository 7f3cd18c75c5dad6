import type { AnswerOutcome } from '@assay/contracts'
import { sha256 } from '@assay/signing'
import { inTransaction, newId } from '@assay/store'
import type { Hospital } from '../../../hospital.ts'
import type { HospitalDb } from '../../../hospital-tables.ts'
import { countAnswer } from '../appliance-store.ts'
import type { AnswerKind } from '../appliance-tables.ts'
import { type AnswerHead, type ArrivedAnswer, kindOfForm, readHead } from './read-answer.ts'

interface MatchedCase {
  readonly evaluation_id: string
  readonly case_id: string
}

/** Pictures of a case that are kept for the steward. */
const mostPictures = 20

/**
 * Takes an answer of an appliance: finds the one case that the UIDs in it were given to, in a run over this appliance, and keeps the answer
 * before it is acknowledged. Whatever else it is ends under its name, is counted and logged, and touches no case.
 */
export async function takeAnswer(hospital: Hospital, appliance: string, answer: ArrivedAnswer): Promise<AnswerOutcome> {
  const found = await outcomeOf(hospital, appliance, answer)
  await countAnswer(hospital, appliance, found.outcome)
  const about = 'match' in found ? { evaluation: found.match.evaluation_id, case: found.match.case_id } : {}
  hospital.log.info({ appliance, outcome: found.outcome, ...about }, 'answer of an appliance')
  if (found.outcome === 'taken') hospital.appliances.tell(found.match.evaluation_id, found.match.case_id)
  return found.outcome
}

type Found = { outcome: 'unreadable' | 'unknown-case' | 'ambiguous' } | { outcome: AnswerOutcome; match: MatchedCase }

async function outcomeOf(
  hospital: Hospital,
  appliance: string,
  answer: ArrivedAnswer,
): Promise<Exclude<Found, { outcome: 'taken' }> | { outcome: AnswerOutcome; match: MatchedCase }> {
  const head = readHead(answer)
  if (!head) return { outcome: 'unreadable' }
  const matches = await matchesOf(hospital.db, appliance, head)
  const [match, ...others] = matches
  if (!match) return { outcome: 'unknown-case' }
  if (others.length > 0) return { outcome: 'ambiguous' }
  return { outcome: await keep(hospital, match, head.kind, answer.bytes), match }
}

/** Cases whose UIDs an answer names. A list is asked for in pieces: a statement takes only so many parameters. */
async function matchesOf(db: HospitalDb, appliance: string, { uids }: AnswerHead): Promise<MatchedCase[]> {
  const found = new Map<string, MatchedCase>()
  for (let from = 0; from < uids.length; from += 1000) {
    const rows = await db
      .selectFrom('appliance_uids as shown')
      .innerJoin('appliance_runs as run', 'run.evaluation_id', 'shown.evaluation_id')
      .select(['shown.evaluation_id', 'shown.case_id'])
      .where('run.appliance', '=', appliance)
      .where('shown.uid', 'in', uids.slice(from, from + 1000))
      .execute()
    for (const row of rows) found.set(`${row.evaluation_id} ${row.case_id}`, row)
  }
  return [...found.values()]
}

async function keep(
  hospital: Hospital,
  match: MatchedCase,
  kind: AnswerKind | undefined,
  bytes: Buffer,
): Promise<AnswerOutcome> {
  const hash = sha256(bytes)
  const now = await judge(hospital.db, match, kind, hash)
  if (now !== 'taken' && now !== 'picture-kept') return now
  // On the disk before the row that names it.
  await hospital.blobs.put(bytes)
  return inTransaction(hospital.db, async (transaction) => {
    await lockCase(transaction, match)
    const outcome = await judge(transaction, match, kind, hash)
    if (outcome !== 'taken' && outcome !== 'picture-kept') return outcome
    const row = { id: newId(hospital.clock, hospital.random), ...match, kind: kind!, sha256: hash, outcome }
    await transaction
      .insertInto('appliance_answers')
      .values({ ...row, at: hospital.clock().toISOString() })
      .execute()
    return outcome
  })
}

async function lockCase(transaction: HospitalDb, { evaluation_id, case_id }: MatchedCase): Promise<void> {
  await transaction
    .selectFrom('appliance_cases')
    .select('case_id')
    .where('evaluation_id', '=', evaluation_id)
    .where('case_id', '=', case_id)
    .forUpdate()
    .executeTakeFirst()
}

async function judge(
  db: HospitalDb,
  match: MatchedCase,
  kind: AnswerKind | undefined,
  hash: string,
): Promise<AnswerOutcome> {
  const { evaluation_id, case_id } = match
  const kept = await db
    .selectFrom('appliance_answers')
    .select(['kind', 'sha256', 'outcome'])
    .where('evaluation_id', '=', evaluation_id)
    .where('case_id', '=', case_id)
    .execute()
  if (kept.some((one) => one.sha256 === hash)) return 'sent-again'
  if (await isLate(db, match)) return 'late'
  if (kind === 'picture')
    return kept.filter(({ outcome }) => outcome === 'picture-kept').length < mostPictures ? 'picture-kept' : 'differs'
  const { answers } = await db
    .selectFrom('appliance_runs')
    .select('answers')
    .where('evaluation_id', '=', evaluation_id)
    .executeTakeFirstOrThrow()
  if (!answers.some(({ form }) => kindOfForm[form] === kind)) return 'wrong-kind'
  return kept.some((one) => one.kind === kind) ? 'differs' : 'taken'
}

/** The case has its result, or the run is over. */
async function isLate(db: HospitalDb, { evaluation_id, case_id }: MatchedCase): Promise<boolean> {
  const { state } = await db
    .selectFrom('evaluations')
    .select('state')
    .where('id', '=', evaluation_id)
    .executeTakeFirstOrThrow()
  if (state !== 'running') return true
  const result = await db
    .selectFrom('case_results')
    .select('case_id')
    .where('evaluation_id', '=', evaluation_id)
    .where('case_id', '=', case_id)
    .executeTakeFirst()
  return result !== undefined
}
