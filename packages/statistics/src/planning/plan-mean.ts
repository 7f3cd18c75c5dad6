import { noncentralTCdf } from '../distributions/noncentral-t.ts'
import { normalQuantile } from '../distributions/normal.ts'
import { normalCdf } from '../distributions/normal-cdf.ts'
import { studentTQuantile } from '../distributions/student-t.ts'
import { leastSize, type PlanTarget, type PowerAtSize } from './least-size.ts'
import { designEffect } from './plan-share.ts'

/** A mean over cases (of Dice, of a distance, of paired differences) whose one-sided t limit is to lie beyond a bound. */
export interface MeanPlan extends PlanTarget {
  readonly expected: number
  readonly bound: number
  /** Standard deviation of a case. */
  readonly deviation: number
  readonly casesAPatient: number
  readonly correlation: number
}

/** From here on Student's t is the normal distribution to more digits than a plan needs. */
const normalFrom = 2000

/** Exact power of the t test for independent cases, as many as the sample is worth. */
export function meanPower(plan: MeanPlan, size: number): PowerAtSize {
  const n = size / designEffect(plan)
  const freedom = Math.max(1, n - 1)
  const noncentrality = (Math.abs(plan.expected - plan.bound) * Math.sqrt(n)) / plan.deviation
  const quantile = freedom > normalFrom ? normalQuantile(1 - plan.alpha) : studentTQuantile(1 - plan.alpha, freedom)
  const power =
    n < 2
      ? 0
      : freedom > normalFrom
        ? normalCdf(noncentrality - quantile)
        : 1 - noncentralTCdf(quantile, freedom, noncentrality)
  return { size, power, halfWidth: (quantile * plan.deviation) / Math.sqrt(n) }
}

/** Undefined where the expected mean is at the bound. */
export function meanSize(plan: MeanPlan): number | undefined {
  if (plan.expected === plan.bound) return undefined
  return leastSize((size) => meanPower(plan, size).power, plan.power)
}
