import { normalQuantile } from '../distributions/normal.ts'
import { normalCdf } from '../distributions/normal-cdf.ts'
import { studentTCdf, studentTQuantile } from '../distributions/student-t.ts'
import { type BetweenMethod, betweenSiteVariance } from './between-site-variance.ts'
import { type Effects, effectsOf, type PoolingReason, rangeOf, type SiteEstimate } from './site-estimate.ts'
import { weightedMean } from './weighted-mean.ts'

/** `FE`: one value for all sites (inverse variances). The others: random effects, by their estimator of τ². */
type PoolingMethod = 'FE' | BetweenMethod

/**
 * Where the standard error comes from. `normal`: Σw, and the normal distribution. `hartung-knapp`: the weighted spread of
 * the sites, and t with k − 1 degrees of freedom; it may be narrower than `normal`. `hartung-knapp-floored`: the same, never
 * narrower in its standard error than `normal` (the ad hoc correction, q ≥ 1).
 */
type PoolingInterval = 'normal' | 'hartung-knapp' | 'hartung-knapp-floored'

export interface PoolingOptions {
  readonly method: PoolingMethod
  readonly interval: PoolingInterval
  /** In (0, 1). */
  readonly level: number
}

export type PooledSites =
  | {
      status: 'estimated'
      method: PoolingMethod
      sites: number
      estimate: number
      standardError: number
      /** Of t; null for the normal distribution. */
      degreesOfFreedom: number | null
      interval: { level: number; lower: number; upper: number; method: PoolingInterval }
      /** Estimate over standard error, and its two-sided p-value against 0. */
      statistic: number
      p: number
      /** Variance between sites; 0 with `FE`. */
      tauSquared: number
      /** Shares of the sites, in their order; their sum is 1. */
      weights: { site: string; share: number }[]
      /** Where the true value of another such site lies; null with `FE` or fewer than three sites. */
      prediction: { level: number; lower: number; upper: number; degreesOfFreedom: number } | null
    }
  | { status: 'undefined'; reason: PoolingReason }

type Pooled = Extract<PooledSites, { status: 'estimated' }>

/**
 * Sites' estimates made one. `FE` needs one site, random effects two, the prediction interval three (t with k − 2 degrees of
 * freedom). Undefined: too few sites, a variance of zero, or estimates that are all the same where only their spread gives
 * the standard error.
 * Sources: DerSimonian, Laird, *Control. Clin. Trials* 7:177–188 (1986); Hartung, Knapp, *Stat. Med.* 20:3875–3889 (2001),
 * with the floor of Knapp, Hartung, *Stat. Med.* 22:2693–2710 (2003); Higgins, Thompson, Spiegelhalter, *J. R. Stat. Soc. A*
 * 172:137–159 (2009) for the prediction interval, whose standard error is here that of the interval asked for.
 * @throws RangeError see `effectsOf`; a level outside (0, 1); Hartung–Knapp with `FE`
 */
export function poolSites(sites: readonly SiteEstimate[], options: PoolingOptions): PooledSites {
  const { method, interval, level } = options
  if (!(level > 0 && level < 1)) throw new RangeError('level: not between 0 and 1')
  if (method === 'FE' && interval !== 'normal') throw new RangeError(`interval: ${interval} needs random effects`)
  const effects = effectsOf(sites)
  const reason = whyNot(effects, options)
  if (reason) return { status: 'undefined', reason }
  const tauSquared = method === 'FE' ? 0 : betweenSiteVariance(effects, method)
  const spread = spreadOf(effects, tauSquared, interval)
  const reach = quantile(1 - (1 - level) / 2, spread.degreesOfFreedom) * spread.standardError
  const statistic = spread.estimate / spread.standardError
  return {
    status: 'estimated',
    method,
    sites: sites.length,
    ...spread,
    interval: { level, lower: spread.estimate - reach, upper: spread.estimate + reach, method: interval },
    statistic,
    p: 2 * below(-Math.abs(statistic), spread.degreesOfFreedom),
    tauSquared,
    weights: sharesOf(sites, tauSquared),
    prediction: method === 'FE' ? null : predictionOf(sites.length, tauSquared, spread, level),
  }
}

/**
 * One-sided confidence limit of the pooled value.
 * @param alpha one-sided error, in (0, 0.5)
 */
export function pooledLimit(pooled: Pooled, side: 'lower' | 'upper', alpha: number): number {
  const reach = quantile(1 - alpha, pooled.degreesOfFreedom) * pooled.standardError
  return side === 'lower' ? pooled.estimate - reach : pooled.estimate + reach
}

function whyNot(effects: Effects, { method, interval }: PoolingOptions): PoolingReason | undefined {
  if (effects.estimates.length < (method === 'FE' ? 1 : 2)) return 'too-few-sites'
  if (effects.variances.includes(0)) return 'zero-variance'
  return interval === 'hartung-knapp' && rangeOf(effects) === 0 ? 'no-spread' : undefined
}

function spreadOf(effects: Effects, tauSquared: number, interval: PoolingInterval) {
  const { mean, weight, q } = weightedMean(effects, tauSquared)
  if (interval === 'normal') return { estimate: mean, standardError: Math.sqrt(1 / weight), degreesOfFreedom: null }
  const degreesOfFreedom = effects.estimates.length - 1
  const ratio = q / degreesOfFreedom
  const factor = interval === 'hartung-knapp-floored' ? Math.max(1, ratio) : ratio
  return { estimate: mean, standardError: Math.sqrt(factor / weight), degreesOfFreedom }
}

function sharesOf(sites: readonly SiteEstimate[], tauSquared: number): { site: string; share: number }[] {
  const weights = sites.map(({ variance }) => 1 / (variance + tauSquared))
  const all = weights.reduce((sum, weight) => sum + weight, 0)
  return sites.map(({ site }, index) => ({ site, share: (weights[index] as number) / all }))
}

function predictionOf(
  sites: number,
  tauSquared: number,
  { estimate, standardError }: { estimate: number; standardError: number },
  level: number,
) {
  if (sites < 3) return null
  const degreesOfFreedom = sites - 2
  const reach = quantile(1 - (1 - level) / 2, degreesOfFreedom) * Math.sqrt(tauSquared + standardError * standardError)
  return { level, lower: estimate - reach, upper: estimate + reach, degreesOfFreedom }
}

function quantile(p: number, degreesOfFreedom: number | null): number {
  return degreesOfFreedom === null ? normalQuantile(p) : studentTQuantile(p, degreesOfFreedom)
}

function below(statistic: number, degreesOfFreedom: number | null): number {
  return degreesOfFreedom === null ? normalCdf(statistic) : studentTCdf(statistic, degreesOfFreedom)
}
