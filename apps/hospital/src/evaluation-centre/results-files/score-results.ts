import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { type CategoryTask, findTask } from '@assay/categories'
import type { CaseOutcome, DeviceManifest } from '@assay/contracts'
import { checkOutput } from '@assay/runner'
import type { CaseRow } from '../../full-sample-centre/full-sample-tables.ts'
import { readCaseFiles } from '../../full-sample-centre/pipeline/intake-store.ts'
import type { Hospital } from '../../hospital.ts'
import type { EvaluationRow } from '../evaluation-centre-tables.ts'
import { listPendingCases } from '../evaluation-store.ts'
import { finishRun } from '../finish-run.ts'
import { recordResult } from '../record-result.ts'
import { scoreCase } from '../score-case.ts'
import { casesByShownId, findResultsFile } from './results-file-store.ts'
import { withResults } from './take-results.ts'

/**
 * Scores what a results archive holds of every case that has no result yet, read as hostile as a device's own output, and
 * finishes the run. Without an archive it does nothing: people are at work.
 */
export async function scoreResults(
  hospital: Hospital,
  evaluation: EvaluationRow,
  manifest: DeviceManifest,
  signal: AbortSignal,
): Promise<void> {
  const { id, protocol } = evaluation
  const sha256 = (await findResultsFile(hospital.db, id))?.archive_sha256
  if (!sha256) return
  const shownAs = new Map([...(await casesByShownId(hospital.db, id))].map(([shown, caseId]) => [caseId, shown]))
  const task = findTask(protocol.category, protocol.task)!
  await withResults(hospital, { sha256, pieces: () => hospital.blobs.stream(sha256) }, async (folder) => {
    for (const one of await listPendingCases(hospital.db, evaluation)) {
      signal.throwIfAborted()
      const output = join(folder, 'results', shownAs.get(one.id)!)
      await scoreOne(hospital, evaluation, { one, task, manifest, output })
    }
  })
  await finishRun(hospital, id)
}

async function scoreOne(
  hospital: Hospital,
  evaluation: EvaluationRow,
  given: { one: CaseRow; task: CategoryTask; manifest: DeviceManifest; output: string },
): Promise<void> {
  const { one, task, manifest, output } = given
  const files = await readCaseFiles(hospital.db, hospital.blobs, one.id)
  const outcome: CaseOutcome = existsSync(output) ? checkOutput(output, manifest.limits) : 'output-missing'
  const shown = { patient: one.patient, name: one.name, files }
  const { endpoints } = evaluation.protocol
  const scored = await scoreCase(task, shown, { outcome, output }, { endpoints, decoders: hospital })
  await recordResult(hospital, evaluation, one.id, unseen, scored)
}

/** The node did not start the device: it knows nothing of what the case cost. */
const unseen = {
  wallMilliseconds: 0,
  cpuMilliseconds: undefined,
  peakMemoryBytes: 0,
  exitCode: null,
  log: '',
  seen: undefined,
}
