import { normalQuantile } from '../distributions/normal.ts'
import { normalCdf } from '../distributions/normal-cdf.ts'
import { tango } from '../paired/paired-difference.ts'
import { leastSize, type PlanTarget, type PowerAtSize } from './least-size.ts'
import { designEffect } from './plan-share.ts'

/** A difference of two shares of the same cases, whose lower limit is to lie above minus a margin (0: superiority). */
export interface PairedPlan extends PlanTarget {
  readonly first: number
  readonly second: number
  /** Share of cases on which both differ; at least the difference. */
  readonly discordance: number
  readonly margin: number
  readonly casesAPatient: number
  readonly correlation: number
}

/**
 * Power of Tango's test by its normal approximation: the variance of the score at the margin, and that of the difference as it is expected.
 * Source: Tango, *Stat. Med.* 17:891–908 (1998); Liu and others, *Stat. Med.* 21:231–245 (2002).
 */
export function pairedPower(plan: PairedPlan, size: number): PowerAtSize {
  const n = size / designEffect(plan)
  const difference = plan.first - plan.second
  const [onlyFirst, onlySecond] = [(plan.discordance + difference) / 2, (plan.discordance - difference) / 2]
  const ofDifference = Math.sqrt(plan.discordance - difference * difference)
  const both = plan.first - onlyFirst
  const counts = { both, onlyFirst, onlySecond, neither: 1 - both - plan.discordance }
  // With shares for counts the statistic is that of one case; its square root of n times is the sample's.
  const statistic = tango(counts, -plan.margin)
  const atMargin = (difference + plan.margin) / statistic
  const z = normalQuantile(1 - plan.alpha)
  const power = normalCdf(((difference + plan.margin) * Math.sqrt(n) - z * atMargin) / ofDifference)
  return { size, power, halfWidth: (z * ofDifference) / Math.sqrt(n) }
}

/** Undefined where the expected difference is not above minus the margin. */
export function pairedSize(plan: PairedPlan): number | undefined {
  if (plan.first - plan.second <= -plan.margin) return undefined
  return leastSize((size) => pairedPower(plan, size).power, plan.power)
}
