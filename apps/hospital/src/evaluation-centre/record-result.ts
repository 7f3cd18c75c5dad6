import type { CoarseProgress } from '@assay/contracts'
import { enqueue } from '@assay/link'
import type { CaseRun } from '@assay/runner'
import { inTransaction, jsonb } from '@assay/store'
import type { Hospital } from '../hospital.ts'
import type { HospitalDb } from '../hospital-tables.ts'
import { findHub } from '../hub-link/hub-store.ts'
import type { EvaluationRow } from './evaluation-centre-tables.ts'
import { runConditions } from './run-conduct.ts'
import type { ScoredCase } from './score-case.ts'

/**
 * Writes a case's run and scores down, once: in one transaction with the count of results and the quarter of progress that it
 * completes. A case that has a result keeps it; a run that is no longer wanted leaves nothing.
 */
export async function recordResult(
  hospital: Hospital,
  { id, protocol }: Pick<EvaluationRow, 'id' | 'protocol'>,
  caseId: string,
  run: Omit<CaseRun, 'outcome' | 'output' | 'discard'>,
  { outcome, scores }: ScoredCase,
): Promise<void> {
  await inTransaction(hospital.db, async (transaction) => {
    const wanted = await lockProgress(transaction, id)
    if (wanted?.state !== 'running') return
    const written = await transaction
      .insertInto('case_results')
      .values({
        evaluation_id: id,
        case_id: caseId,
        outcome,
        scores: jsonb(scores),
        conditions: jsonb(runConditions(hospital, protocol, run)),
        cpu_milliseconds: run.cpuMilliseconds ?? null,
        wall_milliseconds: run.wallMilliseconds,
        peak_memory_bytes: run.peakMemoryBytes,
        exit_code: run.exitCode,
        log: run.log.replaceAll('\0', ''),
        at: hospital.clock().toISOString(),
      })
      .onConflict((conflict) => conflict.doNothing())
      .executeTakeFirst()
    if (Number(written.numInsertedOrUpdatedRows) > 0) await countResult(hospital, transaction, wanted)
  })
}

type Progress = NonNullable<Awaited<ReturnType<typeof lockProgress>>>

/** The evaluation's row is locked for the transaction; of what it holds, protocol and envelope are long, and left. */
async function lockProgress(transaction: HospitalDb, evaluationId: string) {
  return transaction
    .selectFrom('evaluations as evaluation')
    .innerJoin('test_sets as set', 'set.id', 'evaluation.test_set_id')
    .select(['evaluation.id', 'evaluation.state', 'evaluation.results', 'evaluation.progress', 'set.cases'])
    .where('evaluation.id', '=', evaluationId)
    .forUpdate('evaluation')
    .executeTakeFirst()
}

/** Counted as it is written, since counting all of them anew for each takes ever longer. */
async function countResult(
  hospital: Hospital,
  transaction: HospitalDb,
  { id: evaluationId, progress: told, cases, ...before }: Progress,
): Promise<void> {
  const results = before.results + 1
  // Progress leaves in quarters only: finer steps could carry a message of the device.
  const progress = (Math.floor((4 * results) / cases) * 25) as CoarseProgress
  await transaction.updateTable('evaluations').set({ results, progress }).where('id', '=', evaluationId).execute()
  if (progress <= told) return
  const { id: to } = await findHub(transaction)
  await enqueue(transaction, hospital.outbound, { to, type: 'run-progress', body: { evaluationId, progress } })
}
