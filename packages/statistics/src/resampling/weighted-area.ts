import { risingOrder } from '../sorting/rising-order.ts'
import type { WeightedStatistic } from './weighted-statistic.ts'

/**
 * Areas under ROC curves of one or more tests on the same cases, ties counted half. Scores are sorted once; each replicate is
 * then one pass.
 * @param truth 0 or 1 a case
 * @param scores one array a test, one score a case; higher means more likely positive. Infinities are ranks like others
 * @throws RangeError for lengths that differ and NaN
 */
export function weightedAreas(truth: Uint8Array, scores: readonly Float64Array[]): WeightedStatistic {
  const tests = scores.map((test) => rank(truth, test))
  return {
    columns: tests.length,
    evaluate(weights, values) {
      tests.forEach((test, column) => {
        values[column] = areaOf(test, truth, weights)
      })
    },
  }
}

interface Ranked {
  /** Cases by rising score. */
  readonly order: Uint32Array
  /** Where each group of tied cases ends in `order`. */
  readonly ends: Int32Array
}

function rank(truth: Uint8Array, scores: Float64Array): Ranked {
  if (scores.length !== truth.length) throw new RangeError('scores: not one for every case')
  if (scores.some(Number.isNaN)) throw new RangeError('scores: NaN')
  const order = risingOrder(scores)
  const ends: number[] = []
  for (let i = 0; i < order.length; i += 1) if (scores[order[i]!] !== scores[order[i + 1]!]) ends.push(i + 1)
  return { order, ends: Int32Array.from(ends) }
}

/** Σ over groups of positives · (negatives below + half of those tied), over positives · negatives. */
function areaOf({ order, ends }: Ranked, truth: Uint8Array, weights: Float64Array): number {
  let [positives, negatives, sum, i] = [0, 0, 0, 0]
  for (let group = 0; group < ends.length; group += 1) {
    const end = ends[group]!
    let [positive, negative] = [0, 0]
    for (; i < end; i += 1) {
      const each = order[i]!
      if (truth[each] === 1) positive += weights[each]!
      else negative += weights[each]!
    }
    sum += positive * (negatives + negative / 2)
    positives += positive
    negatives += negative
  }
  return positives > 0 && negatives > 0 ? sum / (positives * negatives) : Number.NaN
}
