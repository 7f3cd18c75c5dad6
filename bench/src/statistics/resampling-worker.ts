import { computeReplicates } from '@assay/statistics/resampling'
import { sensitivitySample } from './resampled-sample.ts'

const { plan, statistic } = sensitivitySample(100_000)

/** Replicates of the sensitivity of 100,000 cases. */
export function replicateRange({ from, to }: { from: number; to: number }): Float64Array {
  return computeReplicates(plan, statistic, 1, from, to).values
}
