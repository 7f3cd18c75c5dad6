import { betaCdf, betaQuantile } from './beta.ts'

/**
 * Cumulative distribution of Student's t.
 * @param t finite
 * @param degreesOfFreedom > 0, not necessarily whole
 */
export function studentTCdf(t: number, degreesOfFreedom: number): number {
  const squares = degreesOfFreedom + t * t
  const tail =
    Math.abs(t) < 1
      ? 0.5 - 0.5 * betaCdf((t * t) / squares, 0.5, degreesOfFreedom / 2)
      : 0.5 * betaCdf(degreesOfFreedom / squares, degreesOfFreedom / 2, 0.5)
  return t > 0 ? 1 - tail : tail
}

/**
 * Quantile of Student's t, from the quantile of the beta distribution; infinite where it is beyond the largest number.
 * @param p in (0, 1)
 * @param degreesOfFreedom > 0, not necessarily whole
 */
export function studentTQuantile(p: number, degreesOfFreedom: number): number {
  if (p === 0.5) return 0
  const tail = 2 * Math.min(p, 1 - p)
  const size = Math.sqrt(degreesOfFreedom * oddsOf(tail, degreesOfFreedom))
  return p < 0.5 ? -size : size
}

/** t² / degrees of freedom, from whichever of the two shares is the smaller: so neither loses digits. */
function oddsOf(tail: number, degreesOfFreedom: number): number {
  const share = betaQuantile(1 - tail, 0.5, degreesOfFreedom / 2)
  if (share < 0.5) return share / (1 - share)
  const rest = betaQuantile(tail, degreesOfFreedom / 2, 0.5)
  return (1 - rest) / rest
}
