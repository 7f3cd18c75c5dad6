import { betaQuantile } from '../distributions/beta.ts'
import { normalQuantile } from '../distributions/normal.ts'
import { studentTQuantile } from '../distributions/student-t.ts'
import { countLimits } from './count-limits.ts'
import type { BoundedFigure, EstimatedFigure } from './figure.ts'
import type { Reference } from './reference.ts'

/**
 * One-sided confidence limit of an estimated figure, by the method of its interval.
 * @param side `lower`: the limit that the true value is above with confidence 1 − alpha.
 * @param alpha one-sided error, in (0, 0.5)
 */
export function limit(figure: EstimatedFigure, side: 'lower' | 'upper', alpha: number): number {
  return limitOf(figure.reference, side, alpha)
}

/** Between which two numbers the one-sided limit of a bounded figure lies, whatever its missing parts are. */
export function limitRange(
  { references }: Pick<BoundedFigure, 'references'>,
  side: 'lower' | 'upper',
  alpha: number,
): { lower: number; upper: number } {
  const limits = references.map((one) => limitOf(one, side, alpha))
  return { lower: Math.min(...limits), upper: Math.max(...limits) }
}

/** One-sided confidence limit from the reference distribution of a figure; finite. */
export function limitOf(reference: Reference, side: 'lower' | 'upper', alpha: number): number {
  switch (reference.scale) {
    case 'beta':
      return kornGraubard(reference, side, alpha)
    case 'counts':
      return countLimits[reference.method](reference.counts, side, alpha)
    case 'logit-t':
    case 'logit-normal':
      return 1 / (1 + Math.exp(-reached(reference, side, alpha)))
    case 'log-normal':
    case 'log-t':
      return Math.min(Number.MAX_VALUE, Math.exp(reached(reference, side, alpha)))
    case 'normal':
    case 't': {
      const [least, most] = reference.within ?? [-Number.MAX_VALUE, Number.MAX_VALUE]
      return Math.min(most, Math.max(least, reached(reference, side, alpha)))
    }
  }
}

/** Location ∓ quantile · standard error, on the scale of the reference. */
function reached(
  reference: { location: number; standardError: number; degreesOfFreedom?: number },
  side: 'lower' | 'upper',
  alpha: number,
): number {
  const { location, standardError, degreesOfFreedom } = reference
  const quantile =
    degreesOfFreedom === undefined ? normalQuantile(1 - alpha) : studentTQuantile(1 - alpha, degreesOfFreedom)
  const reach = quantile * standardError
  return side === 'lower' ? location - reach : location + reach
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
