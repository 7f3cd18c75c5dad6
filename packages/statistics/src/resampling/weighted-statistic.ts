import { drawWeights } from './draw-weights.ts'
import type { ResamplingPlan } from './resampling-plan.ts'

/** One or more values of a sample whose cases have weights. */
export interface WeightedStatistic {
  /** How many values. */
  readonly columns: number
  /**
   * @param weights one a case, from 0 on
   * @param values overwritten, one a column; NaN where a value is undefined under these weights
   */
  evaluate(weights: Float64Array, values: Float64Array): void
}

/** Values of a statistic in some replicates, a row a replicate. */
export interface Replicates {
  readonly columns: number
  readonly values: Float64Array
}

/**
 * The replicates `from` … `to` − 1 of a statistic. Any split of the replicates over workers gives the same values.
 * @param seed 0 … 2^53 − 1
 */
export function computeReplicates(
  plan: ResamplingPlan,
  statistic: WeightedStatistic,
  seed: number,
  from: number,
  to: number,
): Replicates {
  const { columns } = statistic
  const values = new Float64Array((to - from) * columns)
  const weights = new Float64Array(plan.cases)
  const unitWeights = plan.unitOfCase ? new Float64Array(plan.units) : weights
  for (let replicate = from; replicate < to; replicate += 1) {
    drawWeights(plan, seed, replicate, weights, unitWeights)
    const start = (replicate - from) * columns
    statistic.evaluate(weights, values.subarray(start, start + columns))
  }
  return { columns, values }
}

/** The values of a statistic for the sample as it is. */
export function evaluateSample(statistic: WeightedStatistic, cases: number): Float64Array {
  const values = new Float64Array(statistic.columns)
  statistic.evaluate(new Float64Array(cases).fill(1), values)
  return values
}

/** One column of replicates. */
export function columnOf({ columns, values }: Replicates, column: number): Float64Array {
  return Float64Array.from({ length: values.length / columns }, (_, row) => values[row * columns + column]!)
}
