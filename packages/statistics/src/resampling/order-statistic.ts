import { normalQuantile } from '../distributions/normal.ts'

/**
 * Quantile of sorted replicates: the order statistic of rank (R + 1) p, between two of them by interpolation on the normal
 * quantile scale.
 * @param sorted ascending, finite
 * @param p in (0, 1)
 * @returns undefined where the rank is beyond the least or the most: there are too few replicates
 * Source: Davison, Hinkley, *Bootstrap Methods and their Application* (1997), (5.8).
 */
export function orderStatistic(sorted: Float64Array, p: number): number | undefined {
  const { length } = sorted
  const rank = (length + 1) * p
  const below = Math.floor(rank)
  if (!(below >= 1 && rank <= length)) return undefined
  const lower = sorted[below - 1]!
  if (below === rank) return lower
  const from = normalQuantile(below / (length + 1))
  const to = normalQuantile((below + 1) / (length + 1))
  return lower + ((normalQuantile(p) - from) / (to - from)) * (sorted[below]! - lower)
}
