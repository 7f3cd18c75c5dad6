import { normalQuantile } from '../distributions/normal.ts'
import { checkForecasts, clusterCounts, clusterSums, type Forecasts } from './forecasts.ts'

export type ObservedOverExpected =
  | {
      status: 'estimated'
      observed: number
      /** Sum of the probabilities. */
      expected: number
      ratio: number
      /** Of the ratio's logarithm; null with fewer than two clusters, or where every one has the same ratio. */
      standardError: number | null
      interval: { level: number; lower: number; upper: number } | null
    }
  | { status: 'undefined'; reason: 'no-cases' | 'empty-class' | 'nothing-expected' }

/**
 * Events over the sum of their probabilities: 1 where forecasts are right on average. The interval is on the logarithm,
 * linearised between clusters (Woodruff, *JASA* 66:411–414, 1971), normal. Without an event it is undefined.
 * @throws RangeError see `checkForecasts`; level
 */
export function observedOverExpected(forecasts: Forecasts, level = 0.95): ObservedOverExpected {
  const cases = checkForecasts(forecasts)
  if (!(level > 0 && level < 1)) throw new RangeError('level: not between 0 and 1')
  if (cases === 0) return { status: 'undefined', reason: 'no-cases' }
  const { truths, probabilities, clusters } = forecasts
  const observed = truths.reduce((sum, truth) => sum + truth, 0)
  const expected = probabilities.reduce((sum, p) => sum + p, 0)
  if (expected === 0) return { status: 'undefined', reason: 'nothing-expected' }
  if (observed === 0) return { status: 'undefined', reason: 'empty-class' }
  const ratio = observed / expected
  const deviations = clusterSums(
    probabilities.map((p, i) => (truths[i] as number) / observed - p / expected),
    clusters,
  )
  const squares = deviations.reduce((sum, deviation) => sum + deviation * deviation, 0)
  const { count } = clusterCounts(cases, clusters)
  // Below it there is nothing but rounding.
  const hasVariance = squares > 1e-26
  const standardError = count < 2 || !hasVariance ? null : Math.sqrt((count / (count - 1)) * squares)
  const reach = standardError === null ? null : Math.exp(normalQuantile(1 - (1 - level) / 2) * standardError)
  const interval = reach === null ? null : { level, lower: ratio / reach, upper: ratio * reach }
  return { status: 'estimated', observed, expected, ratio, standardError, interval }
}
