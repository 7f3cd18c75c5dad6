import type { IntakeRun, KnownCategory } from '@assay/contracts'

/** A task for which a set can be sealed, with the intakes that brought data for it. */
export interface SealableTask {
  readonly category: string
  readonly task: string
  readonly runs: readonly IntakeRun[]
}

/** Tasks of the kinds of data that were taken in; a kind without a task has no test set. */
export function sealableTasks(categories: readonly KnownCategory[], runs: readonly IntakeRun[]): SealableTask[] {
  return categories.flatMap(({ id: category, tasks }) => {
    const own = runs.filter(
      (run) => run.category === category && run.state !== 'running' && run.accepted + run.known > 0,
    )
    return own.length === 0 ? [] : tasks.map((task) => ({ category, task, runs: own }))
  })
}
