import { betaQuantile } from '../distributions/beta.ts'
import { studentTQuantile } from '../distributions/student-t.ts'
import type { Figure, Reference } from './figure.ts'

/**
 * One-sided confidence limit of an estimated figure, by the method of its interval.
 * @param side `lower`: the limit that the true value is above with confidence 1 − alpha.
 * @param alpha one-sided error, in (0, 0.5)
 */
export function limit(
  figure: Extract<Figure, { status: 'estimated' }>,
  side: 'lower' | 'upper',
  alpha: number,
): number {
  return limitOf(figure.reference, side, alpha)
}

/** One-sided confidence limit from the reference distribution of a figure. */
export function limitOf(reference: Reference, side: 'lower' | 'upper', alpha: number): number {
  if (reference.scale === 'beta') return kornGraubard(reference, side, alpha)
  const reach = studentTQuantile(1 - alpha, reference.degreesOfFreedom) * reference.standardError
  const logit = side === 'lower' ? reference.location - reach : reference.location + reach
  return 1 / (1 + Math.exp(-logit))
}

/**
 * Korn, Graubard, *Survey Methodology* 24:193–201 (1998): the limits of Clopper, Pearson, *Biometrika* 26:404–413 (1934),
 * for an effective number of trials, which need not be whole, times the square of the ratio of the t quantiles with as many
 * degrees of freedom as there are trials less one, and as the variance has.
 */
function kornGraubard(
  { proportion, effectiveTrials, trials, degreesOfFreedom }: Extract<Reference, { scale: 'beta' }>,
  side: 'lower' | 'upper',
  alpha: number,
): number {
  const ratio = studentTQuantile(1 - alpha, trials - 1) / studentTQuantile(1 - alpha, degreesOfFreedom)
  const corrected = Math.min(trials, effectiveTrials * ratio * ratio)
  const successes = proportion * corrected
  const failures = corrected - successes
  if (side === 'lower') return successes === 0 ? 0 : betaQuantile(alpha, successes, failures + 1)
  return failures === 0 ? 1 : 1 - betaQuantile(alpha, failures, successes + 1)
}
