import { AssayError, type TestSetAnnouncement } from '@assay/contracts'
import type { CaseRow } from '../full-sample-centre/full-sample-tables.ts'
import type { HospitalDb } from '../hospital-tables.ts'
import type { EvaluationRow, TestSetRow } from './evaluation-centre-tables.ts'
import { assertOpen, type HospitalAct } from './hospital-evaluation-state.ts'

/** The evaluation of an id. Throws `not-found`. */
export async function findEvaluation(db: HospitalDb, id: string): Promise<EvaluationRow> {
  const row = await db.selectFrom('evaluations').selectAll().where('id', '=', id).executeTakeFirst()
  if (!row) throw new AssayError('not-found', { what: 'evaluation' })
  return row
}

/** Moves an evaluation by an act, its row locked. Throws `not-found`, `state-conflict`. */
export async function moveEvaluation(
  transaction: HospitalDb,
  id: string,
  act: HospitalAct,
  at: Date,
  change: Partial<Pick<EvaluationRow, 'started_at' | 'finished_at'>> = {},
): Promise<EvaluationRow> {
  const row = await transaction
    .selectFrom('evaluations')
    .selectAll()
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst()
  if (!row) throw new AssayError('not-found', { what: 'evaluation' })
  assertOpen(row.state, act)
  await transaction
    .updateTable('evaluations')
    .set({ state: act.to, changed_at: at.toISOString(), blocked_by: null, ...change })
    .where('id', '=', id)
    .execute()
  return { ...row, ...change, state: act.to }
}

/** A sealed set. Throws `not-found`. */
export async function findTestSet(db: HospitalDb, id: string): Promise<TestSetRow> {
  const row = await db.selectFrom('test_sets').selectAll().where('id', '=', id).executeTakeFirst()
  if (!row) throw new AssayError('not-found', { what: 'test set' })
  return row
}

/** A sealed set as it is announced. */
export function announcementOf(row: TestSetRow): TestSetAnnouncement {
  const { id: testSetId, category, task, version, provenance, patients, cases } = row
  return {
    ...{ testSetId, category, task, version, provenance, patients, cases },
    ...{ manifestHash: row.manifest_hash, sealedAt: row.sealed_at },
  }
}

/** The cases of a sealed set that have no result yet. */
export function listPendingCases(db: HospitalDb, { id, test_set_id }: EvaluationRow): Promise<CaseRow[]> {
  return db
    .selectFrom('test_set_cases as member')
    .innerJoin('cases', 'cases.id', 'member.case_id')
    .selectAll('cases')
    .where('member.test_set_id', '=', test_set_id)
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom('case_results as result')
            .select('result.case_id')
            .where('result.evaluation_id', '=', id)
            .whereRef('result.case_id', '=', 'cases.id'),
        ),
      ),
    )
    .execute()
}

/** How many cases of an evaluation have a result. */
export async function countResults(db: HospitalDb, evaluationId: string): Promise<number> {
  const row = await db
    .selectFrom('case_results')
    .select((build) => build.fn.countAll<number>().as('count'))
    .where('evaluation_id', '=', evaluationId)
    .executeTakeFirstOrThrow()
  return Number(row.count)
}
