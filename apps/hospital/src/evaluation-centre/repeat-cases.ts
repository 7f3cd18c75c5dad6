import type { Random } from '@assay/contracts'
import { countRepeats, shuffled } from '@assay/runner'
import { sha256OfJson } from '@assay/signing'
import { inTransaction } from '@assay/store'
import type { CaseRow } from '../full-sample-centre/full-sample-tables.ts'
import type { Hospital } from '../hospital.ts'
import type { HospitalDb } from '../hospital-tables.ts'
import type { EvaluationRow } from './evaluation-centre-tables.ts'
import { lockEvaluation } from './evaluation-store.ts'
import type { ScoredCase } from './score-case.ts'

/** Draws, once, the cases that are run again in fresh starts; nobody but the node's database knows them. */
export async function drawRepeats(
  { db, clock, random, repeatShare }: Hospital,
  { id, test_set_id }: EvaluationRow,
  isSeries: boolean,
): Promise<void> {
  await inTransaction(db, async (transaction) => {
    await lockEvaluation(transaction, id)
    const before = await transaction
      .selectFrom('case_repeats')
      .select('case_id')
      .where('evaluation_id', '=', id)
      .limit(1)
      .execute()
    if (before.length > 0) return
    const members = await transaction
      .selectFrom('test_set_cases')
      .select('case_id')
      .where('test_set_id', '=', test_set_id)
      .execute()
    const drawn = drawFrom(members, countRepeats(members.length, isSeries, repeatShare), random)
    const drawn_at = clock().toISOString()
    for (const { case_id } of drawn)
      await transaction.insertInto('case_repeats').values({ evaluation_id: id, case_id, drawn_at }).execute()
  })
}

function drawFrom<T>(list: readonly T[], count: number, random: Random): T[] {
  return count === 0 ? [] : shuffled(list, random).slice(0, count)
}

/** The drawn cases that were not run again yet. */
export function listPendingRepeats(db: HospitalDb, evaluationId: string): Promise<CaseRow[]> {
  return db
    .selectFrom('case_repeats as repeat')
    .innerJoin('cases', 'cases.id', 'repeat.case_id')
    .selectAll('cases')
    .where('repeat.evaluation_id', '=', evaluationId)
    .where('repeat.is_same', 'is', null)
    .execute()
}

/** Holds a case that was run again against its result, and writes down whether outcome and scores are alike. */
export async function recordRepeat(
  { db, clock }: Hospital,
  evaluationId: string,
  caseId: string,
  { outcome, scores }: ScoredCase,
): Promise<void> {
  const first = await db
    .selectFrom('case_results')
    .select(['outcome', 'scores'])
    .where('evaluation_id', '=', evaluationId)
    .where('case_id', '=', caseId)
    .executeTakeFirstOrThrow()
  const isSame = sha256OfJson({ outcome, scores: stored(scores) }) === sha256OfJson(first)
  await db
    .updateTable('case_repeats')
    .set({ outcome, is_same: isSame, at: clock().toISOString() })
    .where('evaluation_id', '=', evaluationId)
    .where('case_id', '=', caseId)
    .where('is_same', 'is', null)
    .execute()
}

/** As the database gives it back. */
function stored(scores: ScoredCase['scores']): unknown {
  return JSON.parse(JSON.stringify(scores))
}
