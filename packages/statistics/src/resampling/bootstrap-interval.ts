import { normalQuantile } from '../distributions/normal.ts'
import { normalCdf } from '../distributions/normal-cdf.ts'
import { orderStatistic } from './order-statistic.ts'

/**
 * What replicates without a value (a class was not drawn, a standard error is 0) do: `refuse`, there is then no interval; a
 * number, they are left out where they are at most that share of all. They are counted either way.
 */
type UndefinedRule = 'refuse' | { readonly leaveOutAtMost: number }

export interface BootstrapOptions {
  /** Two-sided, in (0, 1). */
  readonly level: number
  /** Default `refuse`. */
  readonly undefinedReplicates?: UndefinedRule
}

/** Why replicates give no interval. */
type NoInterval =
  /** More replicates without a value than the rule lets be left out. */
  | 'undefined-replicates'
  /** The ends lie beyond the least or the most of the replicates. */
  | 'too-few-replicates'
  /** All replicates are the same: they say nothing about what other samples would give. */
  | 'no-variance'
  /** All replicates are on one side of the estimate, or the acceleration is too large to correct by. */
  | 'no-correction'

/** An interval from replicates, or why there is none. */
export type BootstrapInterval =
  | {
      status: 'estimated'
      lower: number
      upper: number
      level: number
      method: 'percentile' | 'bca' | 'studentised'
      /** Replicates that the interval is made of, and those left out. */
      replicates: number
      undefinedReplicates: number
    }
  | { status: 'undefined'; reason: NoInterval; undefinedReplicates: number }

type Ends = { lower: number | undefined; upper: number | undefined } | NoInterval

/**
 * The interval between two quantiles of the replicates.
 * @param replicates NaN or infinite where undefined
 * Source: Efron, Tibshirani, *An Introduction to the Bootstrap* (1993), 13.3.
 * @throws RangeError for a level that is none
 */
export function percentileInterval(replicates: Float64Array, options: BootstrapOptions): BootstrapInterval {
  return intervalOf('percentile', replicates, options, (sorted, tail) => ({
    lower: orderStatistic(sorted, tail),
    upper: orderStatistic(sorted, 1 - tail),
  }))
}

/** What a BCa interval needs beside the replicates. */
export interface BcaGiven {
  /** The statistic of the sample itself. */
  readonly estimate: number
  /** By `acceleration`. */
  readonly acceleration: number
  /**
   * How replicates that equal the estimate count for the bias: half below (`half`, the default, for statistics that take few
   * values), or none (`none`, as the R package boot).
   */
  readonly ties?: 'half' | 'none'
}

/**
 * The bias-corrected and accelerated interval.
 * @param replicates NaN or infinite where undefined
 * Source: Efron, *JASA* 82:171–185 (1987); Efron, Tibshirani (1993), 14.3.
 * @throws RangeError for a level that is none, an estimate or an acceleration that is not finite
 */
export function bcaInterval(replicates: Float64Array, given: BcaGiven, options: BootstrapOptions): BootstrapInterval {
  const { estimate, acceleration } = given
  if (!Number.isFinite(estimate)) throw new RangeError('estimate: not finite')
  if (!Number.isFinite(acceleration)) throw new RangeError('acceleration: not finite')
  return intervalOf('bca', replicates, options, (sorted, tail) => {
    const bias = biasCorrection(sorted, estimate, given.ties ?? 'half')
    const corrected = (p: number) => {
      const shift = bias + normalQuantile(p)
      const shrunk = 1 - acceleration * shift
      return shrunk > 0 ? normalCdf(bias + shift / shrunk) : Number.NaN
    }
    const [below, above] = [corrected(tail), corrected(1 - tail)]
    if (Number.isNaN(below) || Number.isNaN(above)) return 'no-correction'
    return { lower: orderStatistic(sorted, below), upper: orderStatistic(sorted, above) }
  })
}

/** z₀, the normal quantile of the share of replicates below the estimate; NaN where that is 0 or 1. */
function biasCorrection(replicates: Float64Array, estimate: number, ties: 'half' | 'none'): number {
  let [below, equal] = [0, 0]
  for (const value of replicates) {
    if (value < estimate) below += 1
    else if (value === estimate) equal += 1
  }
  const share = (ties === 'half' ? below + equal / 2 : below) / replicates.length
  return share > 0 && share < 1 ? normalQuantile(share) : Number.NaN
}

/** What a studentised interval needs. */
export interface StudentisedGiven {
  /** The statistic of the sample itself, and its standard error, above 0. */
  readonly estimate: number
  readonly standardError: number
  /** Standard error of every replicate by the same formula. A replicate whose standard error is not above 0 is undefined. */
  readonly standardErrors: Float64Array
}

/**
 * The bootstrap-t interval: estimate − standard error · quantiles of (replicate − estimate) / its standard error. It is not
 * the same on another scale: give logits where the scale is that of logits.
 * @param replicates NaN or infinite where undefined
 * Source: Efron, Tibshirani (1993), 12.5; Davison, Hinkley (1997), 5.2.1.
 * @throws RangeError for a level that is none, lengths that differ, an estimate or standard error that is none
 */
export function studentisedInterval(
  replicates: Float64Array,
  given: StudentisedGiven,
  options: BootstrapOptions,
): BootstrapInterval {
  const { estimate, standardError, standardErrors } = given
  if (!Number.isFinite(estimate)) throw new RangeError('estimate: not finite')
  if (!(standardError > 0 && standardError < Infinity)) throw new RangeError('standardError: not above 0')
  if (standardErrors.length !== replicates.length) throw new RangeError('standardErrors: not one for every replicate')
  const studentised = replicates.map((value, r) => {
    const own = standardErrors[r]!
    return own > 0 ? (value - estimate) / own : Number.NaN
  })
  return intervalOf('studentised', studentised, options, (sorted, tail) => {
    const end = (p: number) => {
      const quantile = orderStatistic(sorted, p)
      return quantile === undefined ? undefined : estimate - standardError * quantile
    }
    return { lower: end(1 - tail), upper: end(tail) }
  })
}

function intervalOf(
  method: 'percentile' | 'bca' | 'studentised',
  replicates: Float64Array,
  { level, undefinedReplicates: rule = 'refuse' }: BootstrapOptions,
  endsOf: (sorted: Float64Array, tail: number) => Ends,
): BootstrapInterval {
  if (!(level > 0 && level < 1)) throw new RangeError('level: not between 0 and 1')
  const sorted = replicates.filter(Number.isFinite).sort()
  const undefinedReplicates = replicates.length - sorted.length
  const none = (reason: NoInterval) => ({ status: 'undefined' as const, reason, undefinedReplicates })
  const most = rule === 'refuse' ? 0 : rule.leaveOutAtMost
  if (undefinedReplicates > most * replicates.length) return none('undefined-replicates')
  if (sorted.length < 2) return none('too-few-replicates')
  if (sorted[0] === sorted.at(-1)) return none('no-variance')
  const ends = endsOf(sorted, (1 - level) / 2)
  if (typeof ends === 'string') return none(ends)
  const { lower, upper } = ends
  if (lower === undefined || upper === undefined) return none('too-few-replicates')
  return { status: 'estimated', lower, upper, level, method, replicates: sorted.length, undefinedReplicates }
}
