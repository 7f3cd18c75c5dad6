import { betaCdf, betaQuantile } from './beta.ts'

/**
 * Probability that an F variable exceeds x.
 * @param x ≥ 0
 * @param numerator degrees of freedom > 0
 * @param denominator degrees of freedom > 0
 */
export function fisherFTail(x: number, numerator: number, denominator: number): number {
  return x <= 0 ? 1 : betaCdf(denominator / (denominator + numerator * x), denominator / 2, numerator / 2)
}

/**
 * Quantile of F, from the beta quantile of its smaller tail.
 * @param p in (0, 1)
 * @param numerator degrees of freedom > 0
 * @param denominator degrees of freedom > 0
 */
export function fisherFQuantile(p: number, numerator: number, denominator: number): number {
  const share = betaQuantile(1 - p, denominator / 2, numerator / 2)
  return ((1 - share) / share) * (denominator / numerator)
}
