import { normalOrthant } from '../distributions/normal-orthant.ts'
import type { Paths } from './paths.ts'

/**
 * Looks whose cases overlap in any way.
 * @param correlation of the looks' statistics, positive definite
 * @param shares cases of each look as a share of those of the largest one
 */
export function overlappingPaths(
  correlation: readonly (readonly number[])[],
  shares: readonly number[],
  limits: readonly number[] = [],
): Paths {
  const looks = limits.length + 1
  const sign = (i: number) => (i === looks - 1 ? -1 : 1)
  const own = correlation.slice(0, looks).map((row) => row.slice(0, looks))
  // Above is below of what has the other sign, which keeps the digits of small probabilities.
  const turned = own.map((row, i) => row.map((value, j) => sign(i) * sign(j) * value))
  return {
    above: (quantile) => normalOrthant(turned, [...limits, -quantile]),
    below: (quantile, drift) =>
      normalOrthant(
        own,
        [...limits, quantile].map((limit, i) => limit - drift * Math.sqrt(shares[i]!)),
      ),
    next: (quantile) => overlappingPaths(correlation, shares, [...limits, quantile]),
  }
}
