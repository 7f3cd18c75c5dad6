import type { WeightedStatistic } from './weighted-statistic.ts'

/**
 * The share of successes among the cases that count.
 * @param success 0 or 1 a case
 * @param counted 0 or 1 a case; absent: all count. Sensitivity: the positive ones
 */
export function weightedShare(success: Uint8Array, counted?: Uint8Array): WeightedStatistic {
  return {
    columns: 1,
    evaluate(weights, values) {
      let [found, all] = [0, 0]
      for (let i = 0; i < success.length; i += 1) {
        const weight = counted === undefined ? weights[i]! : weights[i]! * counted[i]!
        all += weight
        found += weight * success[i]!
      }
      values[0] = all > 0 ? found / all : Number.NaN
    },
  }
}
