import type { CoarseProgress } from '@assay/contracts'
import { enqueue } from '@assay/link'
import type { CaseRun } from '@assay/runner'
import { inTransaction, jsonb } from '@assay/store'
import type { Hospital } from '../hospital.ts'
import type { HospitalDb } from '../hospital-tables.ts'
import { findHub } from '../hub-link/hub-store.ts'
import type { EvaluationRow } from './evaluation-centre-tables.ts'
import { countResults, findTestSet, lockEvaluation } from './evaluation-store.ts'
import { runConditions } from './run-conduct.ts'
import type { ScoredCase } from './score-case.ts'

/**
 * Writes a case's run and scores down, once: in one transaction with the quarter of progress that it completes. A case
 * that has a result keeps it; a run that is no longer wanted leaves nothing.
 */
export async function recordResult(
  hospital: Hospital,
  evaluationId: string,
  caseId: string,
  run: Omit<CaseRun, 'outcome' | 'output' | 'discard'>,
  { outcome, scores }: ScoredCase,
): Promise<void> {
  await inTransaction(hospital.db, async (transaction) => {
    const evaluation = await lockEvaluation(transaction, evaluationId)
    if (evaluation.state !== 'running') return
    await transaction
      .insertInto('case_results')
      .values({
        ...{ evaluation_id: evaluationId, case_id: caseId, outcome, scores: jsonb(scores) },
        ...{
          conditions: jsonb(runConditions(hospital, evaluation.protocol, run)),
          cpu_milliseconds: run.cpuMilliseconds ?? null,
        },
        ...{ wall_milliseconds: run.wallMilliseconds, peak_memory_bytes: run.peakMemoryBytes },
        ...{ exit_code: run.exitCode, log: run.log.replaceAll('\0', ''), at: hospital.clock().toISOString() },
      })
      .onConflict((conflict) => conflict.doNothing())
      .execute()
    await tellProgress(hospital, transaction, evaluation)
  })
}

/** Progress leaves in quarters only: finer steps could carry a message of the device. */
async function tellProgress(hospital: Hospital, transaction: HospitalDb, evaluation: EvaluationRow): Promise<void> {
  const { id: evaluationId } = evaluation
  const { cases } = await findTestSet(transaction, evaluation.test_set_id)
  const done = await countResults(transaction, evaluationId)
  const progress = (Math.floor((4 * done) / cases) * 25) as CoarseProgress
  if (progress <= evaluation.progress) return
  await transaction.updateTable('evaluations').set({ progress }).where('id', '=', evaluationId).execute()
  const { id: to } = await findHub(transaction)
  await enqueue(transaction, hospital.outbound, { to, type: 'run-progress', body: { evaluationId, progress } })
}
