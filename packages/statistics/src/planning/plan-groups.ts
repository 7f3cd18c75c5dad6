import { normalQuantile } from '../distributions/normal.ts'
import { normalCdf } from '../distributions/normal-cdf.ts'
import { miettinenNurminen } from '../paired/unpaired-difference.ts'
import { leastSize, type PlanTarget, type PowerAtSize } from './least-size.ts'
import { designEffect } from './plan-share.ts'

/** A difference of two shares of different cases, as many in each group, whose lower limit is to lie above minus a margin (0: superiority). */
export interface GroupsPlan extends PlanTarget {
  readonly first: number
  readonly second: number
  readonly margin: number
  readonly casesAPatient: number
  readonly correlation: number
}

/**
 * Power of Miettinen and Nurminen's score test by its normal approximation: the variance of the score at the margin, and that which is expected.
 * Source: Farrington, Manning, *Stat. Med.* 9:1447–1454 (1990).
 * @param size of each group
 */
export function groupsPower(plan: GroupsPlan, size: number): PowerAtSize {
  const n = size / designEffect(plan)
  const { first, second, margin, alpha } = plan
  const variance = first * (1 - first) + second * (1 - second)
  // With shares for counts the statistic is that of one case in each group; 2 / (2 − 1) is its small-sample factor.
  const shares = { first: { successes: first, trials: 1 }, second: { successes: second, trials: 1 } }
  const distance = first - second + margin
  const atMargin = distance / (miettinenNurminen(shares, -margin) * Math.SQRT2)
  const z = normalQuantile(1 - alpha)
  const power = normalCdf((distance * Math.sqrt(n) - z * atMargin) / Math.sqrt(variance))
  return { size, power, halfWidth: z * Math.sqrt(variance / n) }
}

/** Of each group; undefined where the expected difference is not above minus the margin. */
export function groupsSize(plan: GroupsPlan): number | undefined {
  if (plan.first - plan.second <= -plan.margin) return undefined
  return leastSize((size) => groupsPower(plan, size).power, plan.power)
}
