import { type ClassScores, checkScores } from './scores.ts'

/** The empirical curve, a point a distinct score, from the strictest threshold (nobody is called diseased) to the laxest (all are). */
export interface RocCurve {
  /** Share of healthy cases called diseased, rising from 0 to 1. */
  readonly falsePositiveRates: Float64Array
  /** Share of diseased cases called diseased, rising from 0 to 1. */
  readonly sensitivities: Float64Array
  /** A case is called diseased from this score on; the first is Infinity and stands for nobody. */
  readonly thresholds: Float64Array
}

/**
 * The empirical ROC curve; undefined where a class is empty.
 * @throws RangeError for a score that is NaN
 */
export function rocCurve(scores: ClassScores): RocCurve | undefined {
  checkScores(scores)
  const [x, y] = [scores.diseased.slice().sort(), scores.healthy.slice().sort()]
  const [m, n] = [x.length, y.length]
  if (m === 0 || n === 0) return undefined
  const points: [falsePositives: number, found: number, threshold: number][] = [[0, 0, Infinity]]
  let [i, j] = [m, n]
  while (i > 0 || j > 0) {
    const value = Math.max(i > 0 ? x[i - 1]! : -Infinity, j > 0 ? y[j - 1]! : -Infinity)
    while (i > 0 && x[i - 1] === value) i -= 1
    while (j > 0 && y[j - 1] === value) j -= 1
    points.push([n - j, m - i, value])
  }
  return {
    falsePositiveRates: Float64Array.from(points, ([falsePositives]) => falsePositives / n),
    sensitivities: Float64Array.from(points, ([, found]) => found / m),
    thresholds: Float64Array.from(points, ([, , threshold]) => threshold),
  }
}

/**
 * Sensitivity at false positive rates: linear between points, and the highest where the curve rises straight up.
 * @param rates each in [0, 1], in any order
 */
export function sensitivitiesAt(
  { falsePositiveRates: x, sensitivities: y }: RocCurve,
  rates: readonly number[],
): number[] {
  return rates.map((rate) => interpolate(x, y, rate, 'highest'))
}

/**
 * False positive rate at sensitivities: linear between points, and the lowest where the curve runs level.
 * @param sensitivities each in [0, 1], in any order
 */
export function falsePositiveRatesAt(curve: RocCurve, sensitivities: readonly number[]): number[] {
  return sensitivities.map((share) => interpolate(curve.sensitivities, curve.falsePositiveRates, share, 'lowest'))
}

/** Rates that differ by less are the same: 1 − 0.8 is 0.2. Rates of fewer than 10^11 cases differ by more. */
const rounding = 1e-12

/** y at a place in the rising x; at a place with several y the one that is best. */
function interpolate(x: Float64Array, y: Float64Array, place: number, best: 'highest' | 'lowest'): number {
  if (!(place >= -rounding && place <= 1 + rounding)) throw new RangeError('rates: not between 0 and 1')
  let [low, high] = [0, x.length]
  const isLeft = (value: number) => (best === 'highest' ? value <= place + rounding : value < place - rounding)
  while (low < high) {
    const middle = (low + high) >>> 1
    if (isLeft(x[middle]!)) low = middle + 1
    else high = middle
  }
  // The points at low − 1 and low are on both sides of the place.
  const isAt = (i: number) => i >= 0 && i < x.length && Math.abs(x[i]! - place) <= rounding
  if (best === 'highest' && (low === x.length || isAt(low - 1))) return y[low - 1]!
  if (best === 'lowest' && (low === 0 || isAt(low))) return y[low]!
  const share = (place - x[low - 1]!) / (x[low]! - x[low - 1]!)
  return y[low - 1]! + share * (y[low]! - y[low - 1]!)
}
