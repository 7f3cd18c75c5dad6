import type { Draws } from '../random/philox.ts'

/**
 * What a developer is told of a mean loss on a test set, again and again. Feedback for development only: it bounds the error of bounded mean losses, and gives
 * neither a valid interval nor an area or a FROC curve.
 */
export interface Feedback {
  /** @param losses of the submission, one a case, in [0, 1] */
  tell(losses: Float64Array): number
}

const meanOf = (values: Float64Array) => values.reduce((sum, value) => sum + value, 0) / values.length

/** The mean loss as it is, every time. */
export function plainFeedback(): Feedback {
  return { tell: meanOf }
}

/**
 * The Ladder without parameters: a new loss is told only where it is better than the best so far by more than the standard error of the difference;
 * otherwise the best so far again.
 * Source: Blum, Hardt, *ICML* 2015, 1006–1014, section 3.3.
 */
export function ladderFeedback(): Feedback {
  let best = Infinity
  let losses: Float64Array | undefined
  return {
    tell(given) {
      const mean = meanOf(given)
      const step = losses ? errorOfDifference(given, losses) : 0
      if (mean < best - step) {
        best = Math.round(mean * given.length) / given.length
        losses = given
      }
      return best
    },
  }
}

function errorOfDifference(one: Float64Array, other: Float64Array): number {
  const difference = one.map((value, i) => value - other[i]!)
  const mean = meanOf(difference)
  const squares = difference.reduce((sum, value) => sum + (value - mean) ** 2, 0)
  return Math.sqrt(squares / (difference.length - 1) / difference.length)
}

/**
 * Thresholdout: the mean loss on the training cases, unless it differs from that on the test cases by more than a noisy threshold; then that of the test cases with
 * noise.
 * Source: Dwork and others, *Science* 349:636–638 (2015).
 * @param threshold such as 0.04
 * @param noise scale of the Laplace noise, such as 0.01
 */
export function thresholdoutFeedback(
  trainingLoss: () => number,
  { threshold, noise }: { threshold: number; noise: number },
  draws: Draws,
): Feedback {
  let limit = threshold + laplace(2 * noise, draws)
  return {
    tell(losses) {
      const [training, test] = [trainingLoss(), meanOf(losses)]
      if (Math.abs(training - test) <= limit + laplace(4 * noise, draws)) return training
      limit = threshold + laplace(2 * noise, draws)
      return test + laplace(noise, draws)
    },
  }
}

function laplace(scale: number, draws: Draws): number {
  const uniform = draws.uniform() - 0.5
  return -scale * Math.sign(uniform) * Math.log(1 - 2 * Math.abs(uniform))
}
