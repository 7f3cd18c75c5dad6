import { type CaseFile, type CategoryTask, readResult } from '@assay/categories'
import type { CaseOutcome, Endpoint } from '@assay/contracts'
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
export function scoreCase(
  task: CategoryTask,
  given: { patient: string; name: string; files: readonly CaseFile[] },
  run: Pick<CaseRun, 'outcome' | 'output'>,
  endpoints: readonly Endpoint[],
): ScoredCase {
  const read = readResult(task, given.files, run)
  const outcome = 'failure' in read ? read.failure : 'completed'
  return {
    outcome,
    scores: Object.fromEntries(endpoints.map((endpoint) => [endpoint.id, task.score(given, read, endpoint)])),
  }
}
