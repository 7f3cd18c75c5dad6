import { chiSquareQuantile, chiSquareTail } from '../distributions/chi-square.ts'
import { normalQuantile } from '../distributions/normal.ts'
import { type BetweenMethod, betweenSiteVariance, varianceAtQ } from './between-site-variance.ts'
import { effectsOf, type PoolingReason, type SiteEstimate } from './site-estimate.ts'
import { type WeightedMean, weightedMean } from './weighted-mean.ts'

interface Range {
  lower: number
  upper: number
}

/** How far sites differ beyond chance. I² as a share, in [0, 1). */
export type Heterogeneity =
  | {
      status: 'estimated'
      /** Cochran's Q, its degrees of freedom, and the p-value that the sites share one value. */
      q: number
      degreesOfFreedom: number
      p: number
      /** From Q: max(0, (Q − df) / Q), Q / df. */
      iSquared: number
      hSquared: number
      /** Test-based intervals, from log H; null with two sites, where its standard error is not defined. */
      testBased: { iSquared: Range; hSquared: Range } | null
      /** τ² by the method asked for, and I² and H² that follow from it. */
      tauSquared: number
      tauSquaredMethod: BetweenMethod
      iSquaredOfTau: number
      hSquaredOfTau: number
      /** Q-profile intervals. */
      profile: { tauSquared: Range; iSquared: Range; hSquared: Range }
      level: number
    }
  | { status: 'undefined'; reason: PoolingReason }

/**
 * Cochran's Q, I², H² and τ² with intervals, of at least two sites.
 * Sources: Higgins, Thompson, *Stat. Med.* 21:1539–1558 (2002) for I², H² and the test-based intervals; Viechtbauer,
 * *Stat. Med.* 26:37–52 (2007) for the Q-profile interval.
 * @param method of τ²
 * @param level of the intervals, in (0, 1)
 * @throws RangeError see `effectsOf`; level
 */
export function heterogeneity(
  sites: readonly SiteEstimate[],
  method: BetweenMethod = 'REML',
  level = 0.95,
): Heterogeneity {
  if (!(level > 0 && level < 1)) throw new RangeError('level: not between 0 and 1')
  const effects = effectsOf(sites)
  if (sites.length < 2) return { status: 'undefined', reason: 'too-few-sites' }
  if (effects.variances.includes(0)) return { status: 'undefined', reason: 'zero-variance' }
  const degreesOfFreedom = sites.length - 1
  const common = weightedMean(effects, 0)
  const typical = typicalVariance(common, degreesOfFreedom)
  const tauSquared = betweenSiteVariance(effects, method)
  const tail = (1 - level) / 2
  const between = {
    lower: varianceAtQ(effects, chiSquareQuantile(1 - tail, degreesOfFreedom)),
    upper: varianceAtQ(effects, chiSquareQuantile(tail, degreesOfFreedom)),
  }
  const share = (tau: number) => tau / (tau + typical)
  const ratio = (tau: number) => (tau + typical) / typical
  return {
    status: 'estimated',
    q: common.q,
    degreesOfFreedom,
    p: chiSquareTail(common.q, degreesOfFreedom),
    iSquared: common.q > degreesOfFreedom ? (common.q - degreesOfFreedom) / common.q : 0,
    hSquared: common.q / degreesOfFreedom,
    testBased: testBased(common.q, sites.length, normalQuantile(1 - tail)),
    tauSquared,
    tauSquaredMethod: method,
    iSquaredOfTau: share(tauSquared),
    hSquaredOfTau: ratio(tauSquared),
    profile: { tauSquared: between, iSquared: rangeBy(between, share), hSquared: rangeBy(between, ratio) },
    level,
  }
}

function rangeBy({ lower, upper }: Range, by: (value: number) => number): Range {
  return { lower: by(lower), upper: by(upper) }
}

/** The "typical" sampling variance that turns τ² into I² (Higgins, Thompson 2002, formula 9). */
function typicalVariance({ spreadWeight }: WeightedMean, degreesOfFreedom: number): number {
  return degreesOfFreedom / spreadWeight
}

/** Higgins, Thompson (2002), 3.3: log H ± z · its standard error; H below 1 is taken for 1 first. */
function testBased(q: number, sites: number, z: number) {
  if (sites < 3) return null
  const h = Math.sqrt(Math.max(1, q / (sites - 1)))
  const reach = Math.exp(z * standardErrorOfLogH(q, sites))
  const hSquared = { lower: Math.max(1, h / reach) ** 2, upper: (h * reach) ** 2 }
  return { hSquared, iSquared: rangeBy(hSquared, (squared) => (squared - 1) / squared) }
}

function standardErrorOfLogH(q: number, sites: number): number {
  if (q > sites) return (0.5 * (Math.log(q) - Math.log(sites - 1))) / (Math.sqrt(2 * q) - Math.sqrt(2 * sites - 3))
  return Math.sqrt((1 / (2 * (sites - 2))) * (1 - 1 / (3 * (sites - 2) ** 2)))
}
