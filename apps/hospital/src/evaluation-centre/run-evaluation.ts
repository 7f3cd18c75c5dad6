import { type CategoryTask, findTask } from '@assay/categories'
import { type OpenedPackage, openSeries, type Series, shuffled } from '@assay/runner'
import { jsonb } from '@assay/store'
import type { CaseRow } from '../full-sample-centre/full-sample-tables.ts'
import { readCaseFiles } from '../full-sample-centre/pipeline/intake-store.ts'
import type { Hospital } from '../hospital.ts'
import { assertShowable } from './appliances/assert-showable.ts'
import { type ApplianceRun, beginApplianceRun } from './appliances/begin-appliance-run.ts'
import { showCase } from './appliances/show-case.ts'
import { assertRunnable } from './assert-runnable.ts'
import { attemptCase, beginAttempt } from './attempt-case.ts'
import type { EvaluationRow } from './evaluation-centre-tables.ts'
import { findTestSet, listPendingCases, noteObstacle } from './evaluation-store.ts'
import { fetchPackage } from './fetch-package.ts'
import { finishRun } from './finish-run.ts'
import { recordResult } from './record-result.ts'
import { drawRepeats, listPendingRepeats, recordRepeat } from './repeat-cases.ts'
import { scoreResults } from './results-files/score-results.ts'
import { scoreCase } from './score-case.ts'
import { assertSealed } from './test-set-manifest.ts'
import { assertTrainingApart } from './training/assert-training-apart.ts'
import { checkTraining } from './training/check-training.ts'

/**
 * Runs the device on every case that has no result yet, in an order that says nothing, some at a time, and finishes the
 * run. Ended by `signal`, it goes on later with the cases that are left.
 */
export async function runEvaluation(hospital: Hospital, evaluation: EvaluationRow, signal: AbortSignal): Promise<void> {
  const { protocol } = evaluation
  const set = await findTestSet(hospital.db, evaluation.test_set_id)
  assertRunnable(hospital, protocol, set.provenance)
  await assertShowable(hospital.db, evaluation, set)
  await assertSealed(hospital.db, set)
  await checkTraining(hospital, evaluation, signal)
  await assertTrainingApart(hospital.db, evaluation)
  const device = await fetchPackage(hospital, protocol, signal)
  if (evaluation.blocked_by) await noteObstacle(hospital.db, evaluation.id, null)
  if (protocol.wayOfRunning === 'results-file') {
    await noteDevice(hospital, evaluation, device)
    return scoreResults(hospital, evaluation, device.manifest, signal)
  }
  const isSeries = device.manifest.cases === 'many-per-start'
  await noteDevice(hospital, evaluation, device)
  if (protocol.wayOfRunning === 'appliance') {
    await runOverAppliance(hospital, { evaluation, task: findTask(protocol.category, protocol.task)!, device }, signal)
    return finishRun(hospital, evaluation.id)
  }
  await drawRepeats(hospital, evaluation, isSeries)
  const running = { evaluation, task: findTask(protocol.category, protocol.task)!, device }
  const waiting = shuffled(await listPendingCases(hospital.db, evaluation), hospital.random)
  await together(hospital.workers, signal, (end) => runLane(hospital, running, waiting, end))
  const again = shuffled(await listPendingRepeats(hospital.db, evaluation.id), hospital.random)
  await together(hospital.workers, signal, (end) => repeatLane(hospital, running, again, end))
  await finishRun(hospital, evaluation.id)
}

/** Shows the appliance every case that has no result yet, some at a time, and listens for its answers meanwhile. */
async function runOverAppliance(hospital: Hospital, running: Running, signal: AbortSignal): Promise<void> {
  const { evaluation, device } = running
  const run = await beginApplianceRun(hospital, evaluation, device.manifest)
  try {
    const waiting = shuffled(await listPendingCases(hospital.db, evaluation), hospital.random)
    await together(hospital.workers, signal, async (end) => {
      for (let next = waiting.pop(); next; next = waiting.pop()) await showOne(hospital, { ...running, run }, next, end)
    })
  } finally {
    await run.listener.close()
  }
}

async function showOne(
  hospital: Hospital,
  { evaluation, task, run: over }: Running & { run: ApplianceRun },
  { id, patient, name }: CaseRow,
  signal: AbortSignal,
): Promise<void> {
  const files = await readCaseFiles(hospital.db, hospital.blobs, id)
  const objects = await task.dicomObjects!(files, hospital)
  await beginAttempt(hospital, { evaluation, caseId: id, isRepeat: false })
  const { endpoints } = evaluation.protocol
  const run = await showCase(hospital, { evaluation, run: over }, { caseId: id, objects }, signal)
  try {
    const scored = await scoreCase(task, { patient, name, files }, run, { endpoints, decoders: hospital })
    await recordResult(hospital, evaluation, id, run, scored)
  } finally {
    await run.discard()
  }
}

interface Running {
  evaluation: EvaluationRow
  task: CategoryTask
  device: OpenedPackage
}

/** Lanes side by side. Where one fails, the others end, and the first failure is thrown when nothing runs any more. */
async function together(count: number, signal: AbortSignal, lane: (end: AbortSignal) => Promise<void>): Promise<void> {
  const failed = new AbortController()
  const end = AbortSignal.any([signal, failed.signal])
  const attempt = () => lane(end).catch((error) => failed.abort(error))
  await Promise.all(Array.from({ length: count }, attempt))
  failed.signal.throwIfAborted()
}

/** Takes case after case. While the device is at one, the one before is scored and written down. */
async function runLane(hospital: Hospital, running: Running, waiting: CaseRow[], signal: AbortSignal): Promise<void> {
  let settled: Promise<void> = Promise.resolve()
  const series = openSeries(hospital.bench, running.device)
  try {
    for (let next = waiting.pop(); next; next = waiting.pop()) {
      const settle = await runOne(hospital, { ...running, series }, next, signal)
      const before = settled
      settled = before.finally(settle)
      settled.catch(() => undefined)
      await before
    }
  } finally {
    await series.close()
    await settled
  }
}

/** Runs case after case again, each in a fresh start. */
async function repeatLane(
  hospital: Hospital,
  running: Running,
  waiting: CaseRow[],
  signal: AbortSignal,
): Promise<void> {
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    const series = openSeries(hospital.bench, running.device)
    try {
      const settle = await runOne(hospital, { ...running, series, isRepeat: true }, next, signal)
      await settle()
    } finally {
      await series.close()
    }
  }
}

/** Keeps what the package says of itself beside the evaluation. */
async function noteDevice({ db }: Hospital, { id }: EvaluationRow, device: OpenedPackage): Promise<void> {
  await db
    .updateTable('evaluations')
    .set({ manifest: jsonb(device.manifest), image_digest: device.imageDigest ?? null })
    .where('id', '=', id)
    .execute()
}

/** Runs one case; what is given back scores it, writes it down, and removes what the device left. */
async function runOne(
  hospital: Hospital,
  { evaluation, task, device, series, isRepeat = false }: Running & { series: Series; isRepeat?: boolean },
  { id, patient, name }: CaseRow,
  signal: AbortSignal,
): Promise<() => Promise<void>> {
  const files = await readCaseFiles(hospital.db, hospital.blobs, id)
  const showing = { sockets: device.manifest.inputs, key: hospital.random(32) }
  const input = await task.inputFiles(files, hospital, showing)
  const { endpoints } = evaluation.protocol
  const run = await attemptCase(hospital, { evaluation, caseId: id, isRepeat }, series, input, signal)
  return async () => {
    try {
      const scored = await scoreCase(task, { patient, name, files }, run, { endpoints, decoders: hospital })
      if (isRepeat) await recordRepeat(hospital, evaluation.id, id, scored)
      else await recordResult(hospital, evaluation, id, run, scored)
    } finally {
      await run.discard()
    }
  }
}
