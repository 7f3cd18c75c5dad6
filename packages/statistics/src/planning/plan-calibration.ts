import { normalQuantile } from '../distributions/normal.ts'
import { normalCdf } from '../distributions/normal-cdf.ts'
import { leastSize, type PlanTarget, type PowerAtSize } from './least-size.ts'

/** Observed over expected events, 1 being expected, whose interval is to lie between 1 / bound and bound. */
export interface CalibrationPlan extends PlanTarget {
  readonly prevalence: number
  /** Standard deviation of the forecasts. */
  readonly deviation: number
  /** Above 1. */
  readonly bound: number
}

/**
 * Power that both limits of ln(O / E) hold the bound.
 * Source: Riley and others, *Stat. Med.* 40:4230–4251 (2021), formula for the standard error of ln(O / E), less what forecasts that differ explain.
 */
export function calibrationPower({ prevalence, deviation, bound, alpha }: CalibrationPlan, size: number): PowerAtSize {
  const error = Math.sqrt((1 - prevalence - deviation ** 2 / prevalence) / (size * prevalence))
  const z = normalQuantile(1 - alpha)
  const power = Math.max(0, 2 * normalCdf(Math.log(bound) / error - z) - 1)
  return { size, power, halfWidth: Math.sinh(z * error) }
}

/** Least number of cases with the plan's power, from 4 on; undefined where none that is looked at has it. */
export function calibrationSize(plan: CalibrationPlan): number | undefined {
  return leastSize((size) => calibrationPower(plan, size).power, plan.power, 4)
}
