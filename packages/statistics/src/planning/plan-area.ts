import { normalQuantile } from '../distributions/normal.ts'
import { normalCdf } from '../distributions/normal-cdf.ts'
import { leastSize, type PlanTarget, type PowerAtSize } from './least-size.ts'
import { designEffect } from './plan-share.ts'

interface AreaSample {
  /** Share of diseased cases, in (0, 1). */
  readonly prevalence: number
  readonly casesAPatient: number
  readonly correlation: number
}

/** An area under the ROC curve whose lower limit, on the logit, is to lie above a bound. */
export interface AreaPlan extends PlanTarget, AreaSample {
  readonly expected: number
  readonly bound: number
}

/** A difference of two areas of the same cases, whose lower limit is to lie above minus a margin (0: superiority). */
export interface AreaDifferencePlan extends PlanTarget, AreaSample {
  readonly first: number
  readonly second: number
  /** Correlation of both estimated areas. */
  readonly areaCorrelation: number
  readonly margin: number
}

/**
 * Variance of an empirical area of normal scores with the same variance in both classes: Mann and Whitney's, with the probability that two cases of a class
 * both score on the right side of one of the other, ∫ φ(y) Φ(y + √2 Φ⁻¹(θ))² dy.
 * Source: Hanley, McNeil, *Radiology* 143:29–36 (1982), formula 1, for normal scores instead of exponential ones.
 */
function areaVariance(area: number, diseased: number, healthy: number): number {
  const shift = Math.SQRT2 * normalQuantile(area)
  const step = 0.05
  let both = 0
  // The trapezoidal rule over smooth tails is exact to rounding.
  for (let y = -9; y <= 9; y += step) both += step * Math.exp((-y * y) / 2) * normalCdf(y + shift) ** 2
  const excess = both / Math.sqrt(2 * Math.PI) - area * area
  return (area * (1 - area) + (diseased + healthy - 2) * excess) / (diseased * healthy)
}

function splitCases({ prevalence }: AreaSample, size: number): [diseased: number, healthy: number] {
  return [size * prevalence, size * (1 - prevalence)]
}

/** Power of the one-sided test of an area on the logit. */
export function areaPower(plan: AreaPlan, size: number): PowerAtSize {
  const { expected: area, bound, alpha } = plan
  const error = Math.sqrt(areaVariance(area, ...splitCases(plan, size / designEffect(plan))))
  const onLogit = error / (area * (1 - area))
  const z = normalQuantile(1 - alpha)
  const logit = (value: number) => Math.log(value / (1 - value))
  const back = (value: number) => 1 / (1 + Math.exp(-value))
  const reach = [-1, 1].map((side) => back(logit(area) + side * z * onLogit)) as [number, number]
  return { size, power: normalCdf((logit(area) - logit(bound)) / onLogit - z), halfWidth: (reach[1] - reach[0]) / 2 }
}

/** Power of DeLong's paired test against a margin. */
export function areaDifferencePower(plan: AreaDifferencePlan, size: number): PowerAtSize {
  const cases = splitCases(plan, size / designEffect(plan))
  const [one, other] = [areaVariance(plan.first, ...cases), areaVariance(plan.second, ...cases)]
  const error = Math.sqrt(one + other - 2 * plan.areaCorrelation * Math.sqrt(one * other))
  const z = normalQuantile(1 - plan.alpha)
  return { size, power: normalCdf((plan.first - plan.second + plan.margin) / error - z), halfWidth: z * error }
}

/** Undefined where the expected area is not above the bound. */
export function areaSize(plan: AreaPlan): number | undefined {
  if (plan.expected <= plan.bound) return undefined
  return leastSize((size) => areaPower(plan, size).power, plan.power, 4)
}

/** Undefined where the expected difference is not above minus the margin. */
export function areaDifferenceSize(plan: AreaDifferencePlan): number | undefined {
  if (plan.first - plan.second <= -plan.margin) return undefined
  return leastSize((size) => areaDifferencePower(plan, size).power, plan.power, 4)
}
