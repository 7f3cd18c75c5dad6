import { type CaseFile, type CategoryTask, readResult } from '@assay/categories'
import type { CaseOutcome, Endpoint } from '@assay/contracts'
import type { ImageDecoders } from '@assay/formats'
import type { CaseRun } from '@assay/runner'

/** How a case ended, and its score for every endpoint. */
export interface ScoredCase {
  outcome: CaseOutcome
  scores: Record<string, unknown>
}

/**
 * Reads what a device left, as hostile, and scores it for every endpoint of the protocol. What can't be read is a failure
 * of the device, scored by the protocol's rule like a crash.
 */
export async function scoreCase(
  task: CategoryTask,
  given: { patient: string; name: string; files: readonly CaseFile[] },
  run: Pick<CaseRun, 'outcome' | 'output'>,
  { endpoints, decoders }: { endpoints: readonly Endpoint[]; decoders: ImageDecoders },
): Promise<ScoredCase> {
  const read = await readResult(task, given.files, run, decoders)
  const outcome = 'failure' in read ? read.failure : 'completed'
  const scores: Record<string, unknown> = {}
  for (const endpoint of endpoints) scores[endpoint.id] = await task.score(given, read, endpoint, decoders)
  return { outcome, scores }
}
