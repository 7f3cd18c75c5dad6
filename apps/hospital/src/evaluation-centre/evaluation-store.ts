import { AssayError, type TestSetAnnouncement, type TrainingDeclaration } from '@assay/contracts'
import { jsonb } from '@assay/store'
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

/** The evaluation of an id, its row locked until the transaction ends. Throws `not-found`. */
export async function lockEvaluation(transaction: HospitalDb, id: string): Promise<EvaluationRow> {
  const query = transaction.selectFrom('evaluations').selectAll().where('id', '=', id)
  const row = await query.forUpdate().executeTakeFirst()
  if (!row) throw new AssayError('not-found', { what: 'evaluation' })
  return row
}

/** Moves an evaluation by an act, its row locked. Throws `not-found`, `state-conflict`. */
export async function moveEvaluation(
  transaction: HospitalDb,
  id: string,
  act: HospitalAct,
  at: Date,
  change: Partial<Pick<EvaluationRow, 'started_at' | 'finished_at' | 'reason'>> = {},
): Promise<EvaluationRow> {
  const row = await lockEvaluation(transaction, id)
  assertOpen(row.state, act)
  await transaction
    .updateTable('evaluations')
    .set({ state: act.to, changed_at: at.toISOString(), blocked_by: null, ...change })
    .where('id', '=', id)
    .execute()
  return { ...row, ...change, state: act.to }
}

/** Shows the steward why a run can't go on, or that it does. */
export async function noteObstacle(db: HospitalDb, id: string, obstacle: EvaluationRow['blocked_by']): Promise<void> {
  await db
    .updateTable('evaluations')
    .set({ blocked_by: obstacle && jsonb(obstacle) })
    .where('id', '=', id)
    .where('state', '=', 'running')
    .execute()
}

/** A sealed set. Throws `not-found`. */
export async function findTestSet(db: HospitalDb, id: string): Promise<TestSetRow> {
  const row = await db.selectFrom('test_sets').selectAll().where('id', '=', id).executeTakeFirst()
  if (!row) throw new AssayError('not-found', { what: 'test set' })
  return row
}

/** What was known of devices' training data when a set was sealed, in the order in which it was given. */
export async function declaredAtSealing(db: HospitalDb, testSetId: string): Promise<TrainingDeclaration[]> {
  const rows = await db
    .selectFrom('training_declarations')
    .select(['device', 'data_sets', 'contents'])
    .where('test_set_id', '=', testSetId)
    .orderBy('place')
    .execute()
  return rows.map(({ device, data_sets, contents }) => ({ device, dataSets: data_sets, contents }))
}

/** A sealed set as it is announced. */
export function announcementOf(row: TestSetRow): TestSetAnnouncement {
  const { id: testSetId, category, task, version, provenance, patients, cases } = row
  return {
    testSetId,
    category,
    task,
    version,
    provenance,
    patients,
    cases,
    manifestHash: row.manifest_hash,
    sealedAt: row.sealed_at,
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

/** Ids of the sealed sets that have a patient in common with a set, itself among them. */
export function setsWithSamePatients(db: HospitalDb, testSetId: string) {
  return db
    .selectFrom('test_set_cases as other')
    .innerJoin('cases as theirs', 'theirs.id', 'other.case_id')
    .select('other.test_set_id')
    .where('theirs.patient', 'in', (build) =>
      build
        .selectFrom('test_set_cases as own')
        .innerJoin('cases as ours', 'ours.id', 'own.case_id')
        .select('ours.patient')
        .where('own.test_set_id', '=', testSetId),
    )
}

/** Ids of the sealed sets that have a case in common with a set, itself among them. */
export function setsWithSameCases(db: HospitalDb, testSetId: string) {
  return db
    .selectFrom('test_set_cases as other')
    .select('other.test_set_id')
    .where('other.case_id', 'in', (build) =>
      build.selectFrom('test_set_cases as own').select('own.case_id').where('own.test_set_id', '=', testSetId),
    )
}
