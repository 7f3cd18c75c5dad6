import { betaCdf, betaQuantile } from './beta.ts'

/**
 * Cumulative distribution of Student's t.
 * @param t finite
 * @param degreesOfFreedom > 0, not necessarily whole
 */
export function studentTCdf(t: number, degreesOfFreedom: number): number {
  const tail = 0.5 * betaCdf(degreesOfFreedom / (degreesOfFreedom + t * t), degreesOfFreedom / 2, 0.5)
  return t > 0 ? 1 - tail : tail
}

/**
 * Quantile of Student's t, from the quantile of the beta distribution.
 * @param p in (0, 1)
 * @param degreesOfFreedom > 0, not necessarily whole
 */
export function studentTQuantile(p: number, degreesOfFreedom: number): number {
  if (p === 0.5) return 0
  const tail = Math.min(p, 1 - p)
  const share = betaQuantile(1 - 2 * tail, 0.5, degreesOfFreedom / 2)
  const size = Math.sqrt((degreesOfFreedom * share) / (1 - share))
  return p < 0.5 ? -size : size
}
