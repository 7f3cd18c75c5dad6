import { noncentralTCdf } from '../distributions/noncentral-t.ts'
import { normalQuantile } from '../distributions/normal.ts'
import { normalCdf } from '../distributions/normal-cdf.ts'
import { studentTQuantile } from '../distributions/student-t.ts'
import { leastSize, type PlanTarget, type PowerAtSize } from './least-size.ts'

/** A figure of hospitals like these, as many cases in each, whose one-sided limit is to lie beyond a bound. */
export interface HospitalPlan extends PlanTarget {
  /** Of the middle hospital: a share, or a mean. */
  readonly expected: number
  readonly bound: number
  /** Standard deviation of the hospitals' true values: of a share's logit, of a mean itself. */
  readonly between: number
  /** Standard deviation of a case of a mean; absent: a share. */
  readonly deviation?: number
  readonly casesAHospital: number
}

const logit = (share: number) => Math.log(share / (1 - share))

/** Variance of one hospital's figure, on the scale of the pool: between hospitals, and within by its cases. */
function hospitalVariance({ expected, between, deviation, casesAHospital }: HospitalPlan): number {
  const within =
    deviation === undefined ? 1 / ((casesAHospital + 1) * expected * (1 - expected)) : deviation ** 2 / casesAHospital
  return between ** 2 + within
}

/** How far the figure is expected beyond the bound, on the scale of the pool. */
function distanceOf({ expected, bound, deviation }: HospitalPlan): number {
  return Math.abs(deviation === undefined ? logit(expected) - logit(bound) : expected - bound)
}

/** From here on Student's t is the normal distribution to more digits than a plan needs. */
const normalFrom = 2000

/**
 * Power of the limit with Hartung and Knapp's standard error, t with k − 1 degrees of freedom: hospitals of the same size count the same, so it is that of a
 * one-sample t test of their figures. Shares on the logit with the variance at the common share.
 * Source: Hartung, Knapp, *Stat. Med.* 20:3875–3889 (2001); checked by simulation with the floor that the pool has.
 */
export function hospitalPower(plan: HospitalPlan, hospitals: number): PowerAtSize {
  const freedom = hospitals - 1
  const error = Math.sqrt(hospitalVariance(plan) / hospitals)
  const isNormal = freedom > normalFrom
  const quantile = isNormal ? normalQuantile(1 - plan.alpha) : studentTQuantile(1 - plan.alpha, freedom)
  const noncentrality = distanceOf(plan) / error
  const power = isNormal ? normalCdf(noncentrality - quantile) : 1 - noncentralTCdf(quantile, freedom, noncentrality)
  return { size: hospitals, power, halfWidth: halfWidthOf(plan, quantile * error) }
}

/** On the figure's own scale. */
function halfWidthOf({ expected, deviation }: HospitalPlan, width: number): number {
  if (deviation !== undefined) return width
  const back = (value: number) => 1 / (1 + Math.exp(-value))
  return (back(logit(expected) + width) - back(logit(expected) - width)) / 2
}

/** Hospitals beyond this are none that there are. */
const mostHospitals = 10_000

/** The least number of hospitals; undefined where no number reaches the power. */
export function hospitalCount(plan: HospitalPlan): number | undefined {
  if (plan.expected === plan.bound) return undefined
  const found = leastSize((hospitals) => hospitalPower(plan, hospitals).power, plan.power, 2)
  return found !== undefined && found <= mostHospitals ? found : undefined
}
