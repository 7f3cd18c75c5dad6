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
  if (reference.scale === 'beta') return clopperPearson(reference, side, alpha)
  const reach = studentTQuantile(1 - alpha, reference.degreesOfFreedom) * reference.standardError
  const logit = side === 'lower' ? reference.location - reach : reference.location + reach
  return 1 / (1 + Math.exp(-logit))
}

/** Clopper, Pearson, *Biometrika* 26:404–413 (1934), for numbers that need not be whole. */
function clopperPearson(
  { successes, trials }: Extract<Reference, { scale: 'beta' }>,
  side: 'lower' | 'upper',
  alpha: number,
): number {
  const failures = trials - successes
  if (side === 'lower') return successes === 0 ? 0 : betaQuantile(alpha, successes, failures + 1)
  return failures === 0 ? 1 : betaQuantile(1 - alpha, successes + 1, failures)
}
