import type { TaskState } from './slurm-commands.ts'

/** What the scheduler's word for a task means to the node, which waits for its station's own words. */
export type Meaning = 'waiting' | 'running' | 'held' | 'out-of-memory' | 'timed-out' | 'over'

const meanings: Record<string, Meaning> = {
  PD: 'waiting',
  CF: 'waiting',
  RQ: 'waiting',
  RF: 'waiting',
  RD: 'held',
  RH: 'held',
  SE: 'held',
  R: 'running',
  CG: 'running',
  S: 'running',
  ST: 'running',
  SI: 'running',
  SO: 'running',
  RS: 'running',
  OOM: 'out-of-memory',
  TO: 'timed-out',
  CD: 'over',
  F: 'over',
  CA: 'over',
  NF: 'over',
  BF: 'over',
  DL: 'over',
  PR: 'over',
  RV: 'over',
}

/** Reasons for which a task waits until somebody acts. */
const heldReasons =
  /held|JobHeld|BadConstraints|Dependency|Invalid|AssocMax.*PerJob|PartitionTimeLimit|PartitionNodeLimit/i

/** What Slurm's state and reason mean for a case; a state that is not known is taken for running. */
export function meaningOf({ state, reason }: TaskState): Meaning {
  const meaning = meanings[state] ?? 'running'
  return meaning === 'waiting' && heldReasons.test(reason) ? 'held' : meaning
}
