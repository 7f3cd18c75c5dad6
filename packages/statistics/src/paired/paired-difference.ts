import { binomialProportion } from '../proportions/binomial-interval.ts'
import { type Difference, reachOf } from './difference.ts'
import { fallingCrossing } from './find-crossing.ts'

/** Two tests on the same cases: how many are successes of both, of one, of neither. */
export interface PairedCounts {
  readonly both: number
  readonly onlyFirst: number
  readonly onlySecond: number
  readonly neither: number
}

/**
 * `tango`: the score test, inverted (Tango, *Stat. Med.* 17:891–908, 1998). `newcombe`: both Wilson intervals put together with their
 * correlation (method 10 of Newcombe, *Stat. Med.* 17:2635–2650, 1998).
 */
export type PairedMethod = 'tango' | 'newcombe'

/**
 * Difference of two shares of the same cases, first minus second, with its interval.
 * @param level in (0, 1)
 * @throws RangeError for what are no counts
 */
export function pairedDifference(counts: PairedCounts, method: PairedMethod, level = 0.95): Difference {
  for (const [name, count] of Object.entries(counts))
    if (!(Number.isInteger(count) && count >= 0)) throw new RangeError(`${name}: not a whole number from 0 on`)
  const n = counts.both + counts.onlyFirst + counts.onlySecond + counts.neither
  if (n === 0) return { status: 'undefined', reason: 'empty-denominator' }
  const estimate = (counts.onlyFirst - counts.onlySecond) / n
  if (method === 'newcombe') return { status: 'estimated', estimate, ...newcombe(counts, n, level), level, method }
  const z = reachOf(level)
  const [lower, upper] = [tangoLimit(counts, 'lower', z), tangoLimit(counts, 'upper', z)]
  return { status: 'estimated', estimate, lower, upper, level, method }
}

/**
 * The difference at which Tango's score is a quantile.
 * @param counts of effective cases, which need not be whole
 * @param quantile above 0
 */
export function tangoLimit(counts: PairedCounts, side: 'lower' | 'upper', quantile: number): number {
  const { both, onlyFirst, onlySecond, neither } = counts
  const estimate = (onlyFirst - onlySecond) / (both + onlyFirst + onlySecond + neither)
  const score = (delta: number) => tango(counts, delta)
  if (side === 'lower') return fallingCrossing(score, quantile, -1, estimate)
  return fallingCrossing(score, -quantile, estimate, 1)
}

/**
 * Tango's score statistic of the difference against a true difference.
 * @param delta in [−1, 1]
 */
export function tango({ both, onlyFirst: b, onlySecond: c, neither }: PairedCounts, delta: number): number {
  const n = both + b + c + neither
  const distance = b - c - n * delta
  if (distance === 0) return 0
  // The share of only-second pairs of greatest likelihood: the larger root of a quadratic, without cancellation.
  const middle = -b - c + (2 * n - b + c) * delta
  const last = -c * delta * (1 - delta)
  const root = Math.sqrt(Math.max(0, middle * middle - 8 * n * last))
  const share = middle > 0 ? (-2 * last) / (root + middle) : (root - middle) / (4 * n)
  return distance / Math.sqrt(Math.max(0, n * (2 * share + delta * (1 - delta))))
}

function newcombe({ both, onlyFirst, onlySecond, neither }: PairedCounts, n: number, level: number) {
  const [first, second] = [both + onlyFirst, both + onlySecond].map((x) => binomialProportion(x, n, 'wilson', level))
  if (first?.status !== 'estimated' || second?.status !== 'estimated') throw new RangeError('no cases')
  const phi = correlation(both, onlyFirst, onlySecond, neither)
  const [p, q, a, b] = [first.estimate, second.estimate, first.interval, second.interval]
  const reach = (x: number, y: number) => Math.sqrt(Math.max(0, x * x - 2 * phi * x * y + y * y))
  return {
    lower: p - q - reach(p - a.lower, b.upper - q),
    upper: p - q + reach(q - b.lower, a.upper - p),
  }
}

/** Phi, drawn in towards 0 where it is positive, as Newcombe has it. */
function correlation(a: number, b: number, c: number, d: number): number {
  const product = (a + b) * (c + d) * (a + c) * (b + d)
  const cross = a * d - b * c
  const drawn = cross > 0 ? Math.max(0, cross - (a + b + c + d) / 2) : cross
  return product === 0 ? 0 : drawn / Math.sqrt(product)
}
