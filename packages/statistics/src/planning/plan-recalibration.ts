import { normalQuantile } from '../distributions/normal.ts'
import { normalCdf } from '../distributions/normal-cdf.ts'
import { leastSize, type PlanTarget, type PowerAtSize } from './least-size.ts'

/** Forecasts that are right, whose calibration is to be shown: both limits within ± the bound around 1 (slope) or 0 (intercept). */
export interface RecalibrationPlan extends PlanTarget {
  readonly model: 'slope' | 'intercept'
  /** Of the logits of the forecasts, taken as normal. */
  readonly mean: number
  readonly deviation: number
  readonly bound: number
}

/** Mean information of a case on intercept and slope of the logistic regression on the logit. */
interface Information {
  readonly intercept: number
  readonly both: number
  readonly slope: number
}

/** Points of the sum that stands for the mean over normal logits, and how many deviations it reaches: exact to 12 digits. */
const points = 400
const reach = 8

function meanOverLogits(mean: number, deviation: number, of: (logit: number) => number): number {
  let [sum, weights] = [0, 0]
  for (let i = 0; i < points; i += 1) {
    const z = reach * ((2 * i + 1) / points - 1)
    const weight = Math.exp(-(z * z) / 2)
    sum += weight * of(mean + deviation * z)
    weights += weight
  }
  return sum / weights
}

const probabilityOf = (logit: number) => 1 / (1 + Math.exp(-logit))

function informationOf({ mean, deviation }: RecalibrationPlan): Information {
  const part = (power: number) =>
    meanOverLogits(mean, deviation, (logit) => {
      const probability = probabilityOf(logit)
      return logit ** power * probability * (1 - probability)
    })
  return { intercept: part(0), both: part(1), slope: part(2) }
}

/** The mean logit at which normal logits have a prevalence. */
export function meanLogitOf(prevalence: number, deviation: number): number {
  let [low, high] = [-60, 60]
  for (let round = 0; round < 80; round += 1) {
    const middle = (low + high) / 2
    if (meanOverLogits(middle, deviation, probabilityOf) < prevalence) low = middle
    else high = middle
  }
  return (low + high) / 2
}

/**
 * Standard error of the calibration slope, or of calibration in the large (the intercept with slope 1), of a number of cases.
 * Source: Riley and others, *Stat. Med.* 40:4230–4251 (2021), section 3.2.
 */
export function recalibrationError(plan: RecalibrationPlan, size: number): number {
  const { intercept, both, slope } = informationOf(plan)
  if (plan.model === 'intercept') return Math.sqrt(1 / (size * intercept))
  return Math.sqrt(intercept / (size * (intercept * slope - both * both)))
}

/** Power that both limits hold the bound; normal. */
export function recalibrationPower(plan: RecalibrationPlan, size: number): PowerAtSize {
  const error = recalibrationError(plan, size)
  const z = normalQuantile(1 - plan.alpha)
  return { size, power: Math.max(0, 2 * normalCdf(plan.bound / error - z) - 1), halfWidth: z * error }
}

/** Least number of cases with the plan's power, from 10 on; undefined where none that is looked at has it. */
export function recalibrationSize(plan: RecalibrationPlan): number | undefined {
  return leastSize((size) => recalibrationPower(plan, size).power, plan.power, 10)
}
