/**
 * Two logistic models of truths on the logit x of forecasts: `recalibration`, intercept and slope; `in-the-large`, an
 * intercept alone, with x as its offset.
 */
export type LogisticModel = 'recalibration' | 'in-the-large'

/** Sums over cases at a point of the fit: score Σ(y − μ)z, information Σμ(1 − μ)zzᵀ, and the log-likelihood. */
export interface LogisticSums {
  /** One number a parameter. */
  score: number[]
  /** 00, and with two parameters 01 and 11. */
  information: number[]
  logLikelihood: number
}

function parametersOf(model: LogisticModel): number {
  return model === 'recalibration' ? 2 : 1
}

/** Linear predictor of a case. */
export function predictorOf(model: LogisticModel, point: readonly number[], x: number): number {
  const [first = 0, second = 0] = point
  return model === 'recalibration' ? first + second * x : first + x
}

/** y − μ, without cancellation where μ is near y. */
export function residualOf(truth: number, predictor: number): number {
  return truth === 1 ? 1 / (1 + Math.exp(predictor)) : -1 / (1 + Math.exp(-predictor))
}

/** μ(1 − μ). */
export function weightOf(predictor: number): number {
  const odds = Math.exp(-Math.abs(predictor))
  return odds / (1 + odds) ** 2
}

/** log of the probability that the model gives to the truth. */
export function logProbability(truth: number, predictor: number): number {
  const against = truth === 1 ? -predictor : predictor
  return against > 0 ? -against - Math.log1p(Math.exp(-against)) : -Math.log1p(Math.exp(against))
}

/** Where a fit is: a point, and the last point that was accepted, from which a step too far is halved. */
export interface NewtonState {
  point: number[]
  accepted: { point: number[]; logLikelihood: number } | null
  finished: boolean
}

/** All parameters 0, where every case weighs the same. */
export function startNewton(model: LogisticModel): NewtonState {
  return { point: new Array<number>(parametersOf(model)).fill(0), accepted: null, finished: false }
}

/** Relative step below which a fit has converged. */
const tolerance = 1e-11

/**
 * One step of Newton's method (which is iteratively reweighted least squares here), halved where the likelihood fell. Where
 * it converges, the point stays at which the sums were taken. Undefined where the information is singular.
 */
export function stepNewton(state: NewtonState, sums: LogisticSums): NewtonState | undefined {
  const { point, accepted } = state
  if (accepted && sums.logLikelihood < accepted.logLikelihood - 1e-12 * Math.abs(accepted.logLikelihood)) {
    const halved = point.map((value, i) => (value + (accepted.point[i] as number)) / 2)
    return { point: halved, accepted, finished: false }
  }
  const step = solve(sums)
  if (!step) return undefined
  if (step.every((size, i) => Math.abs(size) <= tolerance * (1 + Math.abs(point[i] as number))))
    return { ...state, finished: true }
  const next = point.map((value, i) => value + (step[i] as number))
  return { point: next, accepted: { point, logLikelihood: sums.logLikelihood }, finished: false }
}

function solve({ score, information }: LogisticSums): number[] | undefined {
  const inverse = inverseOf(information)
  if (!inverse) return undefined
  const [g0 = 0, g1 = 0] = score
  const [v00 = 0, v01 = 0, v11 = 0] = inverse
  return score.length === 1 ? [v00 * g0] : [v00 * g0 + v01 * g1, v01 * g0 + v11 * g1]
}

/** Inverse of a symmetric matrix of one or two rows, as its parts 00, 01, 11; undefined where it is singular. */
export function inverseOf(matrix: readonly number[]): number[] | undefined {
  const [a = 0, b = 0, c = 0] = matrix
  if (matrix.length === 1) return a > 0 ? [1 / a] : undefined
  const determinant = a * c - b * b
  if (!(determinant > 1e-12 * a * c)) return undefined
  return [c / determinant, -b / determinant, a / determinant]
}

/** Variances of the parameters: V S V of an inverse information V and squares S, both as their parts 00, 01, 11. */
export function sandwichVariances(inverse: readonly number[], squares: readonly number[]): number[] {
  const [v00 = 0, v01 = 0, v11 = 0] = inverse
  const [s00 = 0, s01 = 0, s11 = 0] = squares
  if (inverse.length === 1) return [v00 * s00 * v00]
  const form = (a: number, b: number) => a * a * s00 + 2 * a * b * s01 + b * b * s11
  return [form(v00, v01), form(v01, v11)]
}
