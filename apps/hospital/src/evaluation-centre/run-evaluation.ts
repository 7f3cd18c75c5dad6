import { type CategoryTask, findTask } from '@assay/categories'
import { AssayError, type Random } from '@assay/contracts'
import { type OpenedPackage, runCase } from '@assay/runner'
import type { CaseRow } from '../full-sample-centre/full-sample-tables.ts'
import { readCaseFiles } from '../full-sample-centre/intake-store.ts'
import type { Hospital } from '../hospital.ts'
import { assertRunnable } from './assert-runnable.ts'
import type { EvaluationRow } from './evaluation-centre-tables.ts'
import { listPendingCases } from './evaluation-store.ts'
import { fetchPackage } from './fetch-package.ts'
import { finishRun } from './finish-run.ts'
import { recordResult } from './record-result.ts'
import { scoreCase } from './score-case.ts'

/**
 * Runs the device on every case that has no result yet, in an order that says nothing, some at a time, and finishes the
 * run. Ended by `signal`, it goes on later with the cases that are left.
 */
export async function runEvaluation(hospital: Hospital, evaluation: EvaluationRow, signal: AbortSignal): Promise<void> {
  const { protocol } = evaluation
  assertRunnable(hospital, protocol)
  const task = findTask(protocol.category, protocol.task)
  if (!task) throw new AssayError('not-found', { what: 'task' })
  const device = await fetchPackage(hospital, protocol, signal)
  const waiting = shuffled(await listPendingCases(hospital.db, evaluation), hospital.random)
  const lane = () => runLane(hospital, { evaluation, task, device }, waiting, signal)
  await Promise.all(Array.from({ length: hospital.workers }, lane))
  await finishRun(hospital, evaluation.id)
}

interface Running {
  evaluation: EvaluationRow
  task: CategoryTask
  device: OpenedPackage
}

/** Takes case after case. While the device is at one, the one before is scored and written down. */
async function runLane(hospital: Hospital, running: Running, waiting: CaseRow[], signal: AbortSignal): Promise<void> {
  let scoring: Promise<void> = Promise.resolve()
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    const { settle } = await runOne(hospital, running, next, signal)
    await scoring
    scoring = settle()
    scoring.catch(() => undefined)
  }
  await scoring
}

async function runOne(
  hospital: Hospital,
  { evaluation, task, device }: Running,
  row: CaseRow,
  signal: AbortSignal,
): Promise<{ settle: () => Promise<void> }> {
  const files = await readCaseFiles(hospital.db, hospital.blobs, row.id)
  await beginAttempt(hospital, evaluation.id, row.id)
  const run = await runCase(hospital.bench, device, task.inputFiles(files), signal)
  const settle = async () => {
    try {
      const given = { patient: row.patient, name: row.name, files }
      const scored = scoreCase(task, given, run, evaluation.protocol.endpoints)
      await recordResult(hospital, evaluation.id, row.id, run, scored)
    } finally {
      run.discard()
    }
  }
  return { settle }
}

async function beginAttempt({ db, clock }: Hospital, evaluationId: string, caseId: string): Promise<void> {
  const begun = { evaluation_id: evaluationId, case_id: caseId, begun_at: clock().toISOString() }
  await db.insertInto('case_attempts').values(begun).execute()
}

/** Fisher and Yates. */
function shuffled<T>(list: readonly T[], random: Random): T[] {
  const shuffled = [...list]
  for (let i = shuffled.length - 1; i > 0; i -= 1) {
    const j = Math.floor((Buffer.from(random(6)).readUIntBE(0, 6) / 2 ** 48) * (i + 1))
    const kept = shuffled[i]!
    shuffled[i] = shuffled[j]!
    shuffled[j] = kept
  }
  return shuffled
}
