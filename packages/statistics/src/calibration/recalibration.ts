import { normalQuantile } from '../distributions/normal.ts'
import { studentTQuantile } from '../distributions/student-t.ts'
import { checkForecasts, clusterCounts, clusterSums, type Forecasts } from './forecasts.ts'
import {
  inverseOf,
  type LogisticModel,
  type LogisticSums,
  logProbability,
  predictorOf,
  residualOf,
  sandwichVariances,
  startNewton,
  stepNewton,
  weightOf,
} from './logistic-newton.ts'

/** An estimate of a logistic model. */
export interface LogisticEstimate {
  estimate: number
  standardError: number
  interval: { level: number; lower: number; upper: number }
}

type UndefinedFit = {
  status: 'undefined'
  /**
   * `empty-class`: no events, or nothing else. `no-spread`: all forecasts the same. `separated`: a cut of the forecasts has
   * all events on one side, so the slope is infinite. `certain-forecast`: a probability of 0 or 1 has no finite logit, and no
   * `clip` was given. `not-converged`: too near to separation. `too-few-clusters`: fewer than two.
   */
  reason: 'empty-class' | 'no-spread' | 'separated' | 'certain-forecast' | 'not-converged' | 'too-few-clusters'
}

export type CalibrationSlope =
  | { status: 'estimated'; intercept: LogisticEstimate; slope: LogisticEstimate }
  | UndefinedFit
export type CalibrationInTheLarge = { status: 'estimated'; intercept: LogisticEstimate } | UndefinedFit

export interface RecalibrationOptions {
  /** Of the intervals, in (0, 1). */
  readonly level?: number
  /** Probabilities are drawn in to [clip, 1 − clip] first; in (0, 0.5). Absent: they are taken as they are. */
  readonly clip?: number
}

/**
 * Intercept and slope of the logistic regression of truths on the logit of forecasts (Cox, *Biometrika* 45:562–565, 1958):
 * 0 and 1 where forecasts are right; a slope below 1 says that they are too extreme. Standard errors from the information
 * with normal intervals; with clusters, the sandwich K / (K − 1) · V (Σuuᵀ) V with t on K_eff − 1.
 * @throws RangeError see `checkForecasts`; level, clip
 */
export function calibrationSlope(forecasts: Forecasts, options: RecalibrationOptions = {}): CalibrationSlope {
  const fit = fitForecasts('recalibration', forecasts, options)
  if (fit.status === 'undefined') return fit
  const [intercept, slope] = fit.estimates as [LogisticEstimate, LogisticEstimate]
  return { status: 'estimated', intercept, slope }
}

/**
 * Calibration in the large: the intercept with the logit of the forecast as offset (slope 1); 0 where forecasts are right on
 * average, above it where they are too low. Standard errors as of `calibrationSlope`.
 * @throws RangeError see `checkForecasts`; level, clip
 */
export function calibrationInTheLarge(forecasts: Forecasts, options: RecalibrationOptions = {}): CalibrationInTheLarge {
  const fit = fitForecasts('in-the-large', forecasts, options)
  if (fit.status === 'undefined') return fit
  return { status: 'estimated', intercept: fit.estimates[0] as LogisticEstimate }
}

type Fit = { status: 'estimated'; estimates: LogisticEstimate[] } | UndefinedFit

function fitForecasts(model: LogisticModel, forecasts: Forecasts, options: RecalibrationOptions): Fit {
  const { level = 0.95, clip = 0 } = options
  checkForecasts(forecasts)
  if (!(level > 0 && level < 1)) throw new RangeError('level: not between 0 and 1')
  if (!(clip >= 0 && clip < 0.5)) throw new RangeError('clip: not from 0 to 0.5')
  const { truths, clusters } = forecasts
  const logits = forecasts.probabilities.map((p) => logitOf(p, clip))
  const reason = whyNot(model, truths, logits)
  if (reason) return { status: 'undefined', reason }
  const point = converge(model, truths, logits)
  const inverse = point && inverseOf(logisticSums(model, truths, logits, point).information)
  if (!inverse) return { status: 'undefined', reason: 'not-converged' }
  const { count, effective } = clusterCounts(truths.length, clusters)
  if (clusters && effective - 1 < 1e-9) return { status: 'undefined', reason: 'too-few-clusters' }
  const variances = clusters
    ? sandwichVariances(inverse, squaredScores(model, forecasts, logits, point)).map((v) => (v * count) / (count - 1))
    : [inverse[0] as number, inverse.at(-1) as number]
  const upper = 1 - (1 - level) / 2
  const quantile = clusters ? studentTQuantile(upper, effective - 1) : normalQuantile(upper)
  return {
    status: 'estimated',
    estimates: point.map((value, i) => estimateOf(value, variances[i] as number, quantile, level)),
  }
}

function estimateOf(estimate: number, variance: number, quantile: number, level: number): LogisticEstimate {
  const standardError = Math.sqrt(variance)
  const reach = quantile * standardError
  return { estimate, standardError, interval: { level, lower: estimate - reach, upper: estimate + reach } }
}

/** log(p / (1 − p)) of a probability drawn in to [clip, 1 − clip]; infinite at 0 and 1. */
export function logitOf(probability: number, clip: number): number {
  const p = Math.min(1 - clip, Math.max(clip, probability))
  return Math.log(p) - Math.log1p(-p)
}

function whyNot(model: LogisticModel, truths: Uint8Array, logits: Float64Array): UndefinedFit['reason'] | undefined {
  const least = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY]
  const most = [Number.NEGATIVE_INFINITY, Number.NEGATIVE_INFINITY]
  let areFinite = true
  for (let i = 0; i < truths.length; i += 1) {
    const [truth, x] = [truths[i] as number, logits[i] as number]
    areFinite &&= Number.isFinite(x)
    least[truth] = Math.min(least[truth] as number, x)
    most[truth] = Math.max(most[truth] as number, x)
  }
  const [least0 = 0, least1 = 0] = least
  const [most0 = 0, most1 = 0] = most
  if (least0 > most0 || least1 > most1) return 'empty-class'
  if (!areFinite) return 'certain-forecast'
  if (model === 'in-the-large') return undefined
  if (Math.min(least0, least1) === Math.max(most0, most1)) return 'no-spread'
  return most0 <= least1 || most1 <= least0 ? 'separated' : undefined
}

function converge(model: LogisticModel, truths: Uint8Array, logits: Float64Array): number[] | undefined {
  let state = startNewton(model)
  for (let round = 0; round < 100; round += 1) {
    const next = stepNewton(state, logisticSums(model, truths, logits, state.point))
    if (!next) return undefined
    if (next.finished) return next.point
    state = next
  }
  return undefined
}

function logisticSums(
  model: LogisticModel,
  truths: Uint8Array,
  logits: Float64Array,
  point: readonly number[],
): LogisticSums {
  let [g0, g1, h00, h01, h11, logLikelihood] = [0, 0, 0, 0, 0, 0]
  for (let i = 0; i < truths.length; i += 1) {
    const [truth, x] = [truths[i] as number, logits[i] as number]
    const predictor = predictorOf(model, point, x)
    const residual = residualOf(truth, predictor)
    const weight = weightOf(predictor)
    g0 += residual
    g1 += residual * x
    h00 += weight
    h01 += weight * x
    h11 += weight * x * x
    logLikelihood += logProbability(truth, predictor)
  }
  if (model === 'in-the-large') return { score: [g0], information: [h00], logLikelihood }
  return { score: [g0, g1], information: [h00, h01, h11], logLikelihood }
}

/** Σuuᵀ over clusters' scores u, as its parts 00, 01, 11. */
function squaredScores(
  model: LogisticModel,
  { truths, clusters }: Forecasts,
  logits: Float64Array,
  point: readonly number[],
): number[] {
  const residuals = logits.map((x, i) => residualOf(truths[i] as number, predictorOf(model, point, x)))
  const first = clusterSums(residuals, clusters)
  const second = clusterSums(
    residuals.map((residual, i) => residual * (logits[i] as number)),
    clusters,
  )
  const product = (a: Float64Array, b: Float64Array) => a.reduce((sum, value, k) => sum + value * (b[k] as number), 0)
  return model === 'in-the-large'
    ? [product(first, first)]
    : [product(first, first), product(first, second), product(second, second)]
}
