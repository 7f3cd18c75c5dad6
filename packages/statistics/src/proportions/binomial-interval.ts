import { betaQuantile } from '../distributions/beta.ts'
import { normalQuantile } from '../distributions/normal.ts'

/**
 * Interval of a share of independent cases.
 * `wilson`: the score test, inverted (Wilson, *JASA* 22:209–212, 1927). `wilson-continuity`: the same with a correction for
 * continuity (Newcombe, *Stat. Med.* 17:857–872, 1998). `clopper-pearson`: the exact tails (*Biometrika* 26:404–413, 1934).
 * `jeffreys`: equal tails of the posterior under Jeffreys' prior, 0 for no success and 1 for no failure (Brown, Cai, DasGupta, *Stat. Sci.*
 * 16:101–133, 2001). `agresti-coull`: the normal interval with z² cases added (*Am. Stat.* 52:119–126, 1998).
 */
export type BinomialMethod = 'wilson' | 'wilson-continuity' | 'clopper-pearson' | 'jeffreys' | 'agresti-coull'

/** Ends of an interval, in [0, 1]. */
interface Interval {
  lower: number
  upper: number
}

/** A share with its interval, or why there is none. */
export type BinomialProportion =
  | { status: 'estimated'; estimate: number; interval: Interval & { level: number; method: BinomialMethod } }
  | { status: 'undefined'; reason: 'empty-denominator' }

/**
 * A share with its two-sided interval.
 * @param successes whole, from 0 to `trials`
 * @param trials whole, from 0 on
 * @param level in (0, 1)
 * @throws RangeError for what is no such count or level
 */
export function binomialProportion(
  successes: number,
  trials: number,
  method: BinomialMethod,
  level = 0.95,
): BinomialProportion {
  checkCounts(successes, trials)
  if (!(level > 0 && level < 1)) throw new RangeError('level: not between 0 and 1')
  if (trials === 0) return { status: 'undefined', reason: 'empty-denominator' }
  const alpha = (1 - level) / 2
  const lower = binomialLimit(successes, trials, method, 'lower', alpha)
  const upper = binomialLimit(successes, trials, method, 'upper', alpha)
  return { status: 'estimated', estimate: successes / trials, interval: { lower, upper, level, method } }
}

/**
 * One-sided confidence limit of a share.
 * @param successes whole, from 0 to `trials`
 * @param trials whole, from 1 on
 * @param alpha one-sided error, in (0, 0.5)
 * @throws RangeError for what is no such count
 */
export function binomialLimit(
  successes: number,
  trials: number,
  method: BinomialMethod,
  side: 'lower' | 'upper',
  alpha: number,
): number {
  checkCounts(successes, trials)
  if (trials === 0) throw new RangeError('trials: none')
  // The upper limit of successes is one less the lower limit of failures: one formula, no cancellation near 1.
  if (side === 'upper') return 1 - lowerLimit(trials - successes, trials, method, alpha)
  return lowerLimit(successes, trials, method, alpha)
}

function lowerLimit(x: number, n: number, method: BinomialMethod, alpha: number): number {
  if (x === 0) return 0
  const z = normalQuantile(1 - alpha)
  switch (method) {
    case 'wilson':
      return wilsonLower(x, n, z)
    case 'wilson-continuity': {
      const p = x / n
      const root = Math.sqrt(z * z - 2 - 1 / n + 4 * p * (n * (1 - p) + 1))
      return Math.max(0, (2 * x + z * z - 1 - z * root) / (2 * (n + z * z)))
    }
    case 'clopper-pearson':
      return betaQuantile(alpha, x, n - x + 1)
    case 'jeffreys':
      return betaQuantile(alpha, x + 0.5, n - x + 0.5)
    case 'agresti-coull': {
      const trials = n + z * z
      const p = (x + (z * z) / 2) / trials
      return Math.max(0, p - z * Math.sqrt((p * (1 - p)) / trials))
    }
  }
}

/** The smaller root of (p̂ − p)² = z² p (1 − p) / n, as p̂² n over the sum that does not cancel. */
function wilsonLower(x: number, n: number, z: number): number {
  const p = x / n
  const middle = 2 * x + z * z
  const root = z * Math.sqrt(z * z + 4 * x * (1 - p))
  return (2 * x * p) / (middle + root)
}

function checkCounts(successes: number, trials: number): void {
  if (!(Number.isInteger(trials) && trials >= 0)) throw new RangeError('trials: not a whole number from 0 on')
  if (!(Number.isInteger(successes) && successes >= 0 && successes <= trials))
    throw new RangeError('successes: not a whole number from 0 to the trials')
}
