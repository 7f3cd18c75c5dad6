import { type AgreementWeights, weightMatrix } from '../agreement/agreement-weights.ts'
import { cohenKappa } from '../agreement/cohen-kappa.ts'
import { fisherFQuantile, fisherFTail } from '../distributions/fisher-f.ts'
import { logGamma } from '../distributions/log-gamma.ts'
import { noncentralTQuantile } from '../distributions/noncentral-t.ts'
import { normalQuantile } from '../distributions/normal.ts'
import { normalCdf } from '../distributions/normal-cdf.ts'
import { studentTQuantile } from '../distributions/student-t.ts'
import { leastSize, type PlanTarget, type PowerAtSize } from './least-size.ts'

/** Kappa of two raters, plain or weighted, whose lower limit is to lie above a bound. */
export interface KappaPlan extends PlanTarget {
  readonly expected: number
  readonly bound: number
  /** Of the categories, in their order; 1 in all. Both raters have the same. */
  readonly shares: readonly number[]
  readonly weights: AgreementWeights
}

/** Shares of a table of two raters with a kappa: they agree on so much of the cases for sure, and on the rest by chance. By rows. */
export function tableOfKappa({ expected, shares }: Pick<KappaPlan, 'expected' | 'shares'>): number[] {
  return shares.flatMap((row, i) =>
    shares.map((column, j) => (i === j ? expected * row : 0) + (1 - expected) * row * column),
  )
}

/** Standard deviation of a subject's part in kappa, from the large-sample standard error of a table with so many subjects. */
function kappaDeviation(plan: KappaPlan, expected: number): number {
  const table = Float64Array.from(tableOfKappa({ ...plan, expected }), (share) => Math.round(share * 1e9))
  const found = cohenKappa(table, weightMatrix(plan.weights, plan.shares.length))
  return found.status === 'estimated' ? found.standardError * Math.sqrt(found.subjects) : Infinity
}

/**
 * Power of the large-sample limit of kappa, for a table in which both raters agree for sure on the share kappa of the cases and by chance on the rest: the
 * probability that kappa comes out above the one whose own limit, with its own standard error, is the bound.
 * Source of the standard error: Fleiss, Cohen, Everitt, *Psychol. Bull.* 72:323–327 (1969).
 */
export function kappaPower(plan: KappaPlan, size: number): PowerAtSize {
  const z = normalQuantile(1 - plan.alpha)
  const root = Math.sqrt(size)
  let [low, high] = [plan.bound, 1]
  while (high - low > 1e-9) {
    const middle = (low + high) / 2
    if (middle - (z * kappaDeviation(plan, middle)) / root > plan.bound) high = middle
    else low = middle
  }
  const error = kappaDeviation(plan, plan.expected) / root
  return { size, power: normalCdf((plan.expected - high) / error), halfWidth: z * error }
}

/** Undefined where the expected kappa is not above the bound. */
export function kappaSize(plan: KappaPlan): number | undefined {
  if (plan.expected <= plan.bound) return undefined
  return leastSize((size) => kappaPower(plan, size).power, plan.power)
}

/** An intraclass correlation (1,1) whose lower limit is to lie above a bound. */
export interface IntraclassPlan extends PlanTarget {
  readonly expected: number
  readonly bound: number
  /** Ratings of a subject. */
  readonly raters: number
}

/**
 * Exact power of the F limit of ICC(1,1): the ratio of mean squares is an F variable times its expectation.
 * Source: Walter, Eliasziw, Donner, *Stat. Med.* 17:101–110 (1998), whose formula approximates it.
 * @param size subjects
 */
export function intraclassPower({ expected, bound, raters, alpha }: IntraclassPlan, size: number): PowerAtSize {
  const [between, within] = [size - 1, size * (raters - 1)]
  const ratio = (correlation: number) => 1 + (raters * correlation) / (1 - correlation)
  const quantile = fisherFQuantile(1 - alpha, between, within)
  const back = (f: number) => (f - 1) / (f + raters - 1)
  const ends = [ratio(expected) / quantile, ratio(expected) * fisherFQuantile(1 - alpha, within, between)] as const
  return {
    size,
    power: fisherFTail((quantile * ratio(bound)) / ratio(expected), between, within),
    halfWidth: (back(ends[1]) - back(ends[0])) / 2,
  }
}

/** Undefined where the expected correlation is not above the bound. */
export function intraclassSize(plan: IntraclassPlan): number | undefined {
  if (plan.expected <= plan.bound) return undefined
  return leastSize((size) => intraclassPower(plan, size).power, plan.power, 3)
}

/** Limits of agreement, both of whose outer confidence limits are to lie within ± a bound. */
export interface AgreementLimitsPlan extends PlanTarget {
  /** Expected mean difference. */
  readonly expected: number
  readonly deviation: number
  /** Largest difference that may be. */
  readonly bound: number
  /** Of the limits' own intervals: exact (Carkeet), or by their approximate variance (Bland, Altman). */
  readonly interval: 'exact' | 'approximate'
}

const coverage = 1.959963984540054

/**
 * Exact power that both outer limits hold the bound: the mean lies in between with a normal probability, given the standard deviation, which is chi.
 * Source: Lu and others, *Int. J. Biostat.* 12:20150039 (2016), for the problem, whose formula approximates it.
 * @param size subjects, at least 3
 */
export function agreementLimitsPower(plan: AgreementLimitsPlan, size: number): PowerAtSize {
  const { expected, deviation, bound, alpha } = plan
  const reach = limitReach(plan, size)
  const freedom = size - 1
  const root = Math.sqrt(size) / deviation
  const inside = (s: number) => {
    const room = bound - reach * s
    return room <= 0 ? 0 : normalCdf((room - expected) * root) - normalCdf((-room - expected) * root)
  }
  // s / deviation is chi / √freedom; the trapezoidal rule over its density.
  const constant = Math.LN2 + (freedom / 2) * Math.log(freedom / 2) - logGamma(freedom / 2)
  const width = 9 / Math.sqrt(2 * freedom)
  const [from, to] = [Math.max(1e-6, 1 - width), 1 + width]
  const steps = 600
  let power = 0
  for (let i = 0; i <= steps; i += 1) {
    const x = from + ((to - from) * i) / steps
    const density = Math.exp(constant + (freedom - 1) * Math.log(x) - (freedom * x * x) / 2)
    power += (i === 0 || i === steps ? 0.5 : 1) * density * inside(x * deviation)
  }
  const lower = limitReach({ ...plan, alpha: 1 - alpha }, size)
  return { size, power: (power * (to - from)) / steps, halfWidth: (deviation * (reach - lower)) / 2 }
}

/** How many standard deviations the outer confidence limit lies from the mean. */
export function limitReach({ alpha, interval }: Pick<AgreementLimitsPlan, 'alpha' | 'interval'>, n: number): number {
  if (interval === 'exact') return noncentralTQuantile(1 - alpha, n - 1, coverage * Math.sqrt(n)) / Math.sqrt(n)
  return coverage + studentTQuantile(1 - alpha, n - 1) * Math.sqrt(1 / n + coverage ** 2 / (2 * (n - 1)))
}

/** Undefined where the expected limits of agreement do not lie within the bound. */
export function agreementLimitsSize(plan: AgreementLimitsPlan): number | undefined {
  if (Math.abs(plan.expected) + coverage * plan.deviation >= plan.bound) return undefined
  return leastSize((size) => agreementLimitsPower(plan, size).power, plan.power, 4)
}
