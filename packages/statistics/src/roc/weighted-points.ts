import type { WeightedStatistic } from '../resampling/weighted-statistic.ts'
import { risingOrder } from '../sorting/rising-order.ts'
import { type Part, partialArea } from './partial-area.ts'
import { falsePositiveRatesAt, type RocCurve, sensitivitiesAt } from './roc-curve.ts'

/** What is read off a curve: sensitivity at specificities, specificity at sensitivities, plain partial areas. */
export interface CurvePoints {
  readonly specificities: readonly number[]
  readonly sensitivities: readonly number[]
  readonly parts: readonly Part[]
}

/**
 * Points of the empirical curve of a sample whose cases have weights, for the bootstrap: scores are sorted once, and each replicate is one
 * pass. Values come in the order of `points`.
 * @param truth 0 or 1 a case
 * @param scores one a case, no NaN
 */
export function weightedPoints(truth: Uint8Array, scores: Float64Array, points: CurvePoints): WeightedStatistic {
  const order = risingOrder(scores).reverse()
  const ends: number[] = []
  for (let i = 0; i < order.length; i += 1) if (scores[order[i]!] !== scores[order[i + 1]!]) ends.push(i + 1)
  const rates = points.specificities.map((specificity) => 1 - specificity)
  return {
    columns: points.specificities.length + points.sensitivities.length + points.parts.length,
    evaluate(weights, values) {
      const curve = weightedCurve(truth, weights, order, ends)
      if (!curve) return void values.fill(Number.NaN)
      values.set([
        ...sensitivitiesAt(curve, rates),
        ...falsePositiveRatesAt(curve, points.sensitivities).map((rate) => 1 - rate),
        ...points.parts.map((part) => partialArea(curve, part).plain),
      ])
    },
  }
}

/** The curve with weighted cases; undefined where a class weighs nothing. */
function weightedCurve(
  truth: Uint8Array,
  weights: Float64Array,
  falling: Uint32Array,
  ends: readonly number[],
): RocCurve | undefined {
  const [x, y] = [new Float64Array(ends.length + 1), new Float64Array(ends.length + 1)]
  let [healthy, diseased, i] = [0, 0, 0]
  ends.forEach((end, step) => {
    for (; i < end; i += 1) {
      const place = falling[i]!
      if (truth[place] === 1) diseased += weights[place]!
      else healthy += weights[place]!
    }
    x[step + 1] = healthy
    y[step + 1] = diseased
  })
  if (healthy === 0 || diseased === 0) return undefined
  const share = (all: number) => (value: number) => value / all
  return { falsePositiveRates: x.map(share(healthy)), sensitivities: y.map(share(diseased)), thresholds: x }
}
