import type { RocCurve } from './roc-curve.ts'

/** Cases of each class by bin of scores, from the lowest bin on. */
export interface GridCounts {
  readonly diseased: Float64Array
  readonly healthy: Float64Array
}

/** The curve of binned scores: a point a threshold, from the strictest on. Undefined where a class is empty. */
export function gridCurve({ diseased, healthy }: GridCounts, thresholds: readonly number[]): RocCurve | undefined {
  const [m, n] = [sumOf(diseased), sumOf(healthy)]
  if (!(m > 0 && n > 0)) return undefined
  const points = diseased.length + 1
  const [x, y] = [new Float64Array(points), new Float64Array(points)]
  for (let point = 1; point < points; point += 1) {
    const bin = diseased.length - point
    x[point] = x[point - 1]! + healthy[bin]!
    y[point] = y[point - 1]! + diseased[bin]!
  }
  // The last point is (1, 1) to the last bit.
  const share = (all: number) => (value: number, i: number) => (i === points - 1 ? 1 : value / all)
  return {
    falsePositiveRates: x.map(share(n)),
    sensitivities: y.map(share(m)),
    thresholds: Float64Array.from({ length: points }, (_, i) =>
      i === 0 ? Infinity : (thresholds[thresholds.length - i] ?? -Infinity),
    ),
  }
}

/** How far the area of the scores themselves can be from that of their bins: half the pairs within a bin. */
export function gridErrorOfArea({ diseased, healthy }: GridCounts): number {
  const within = diseased.reduce((sum, count, bin) => sum + count * healthy[bin]!, 0)
  return within / (2 * sumOf(diseased) * sumOf(healthy))
}

/**
 * Variance of a functional of both classes' shares by bin, each class a sample of its own: the sum of squared influences of cases. An
 * influence is the difference that a share n^−½ of the weight makes, about as much as chance moves, so that it is finite where the curve rises
 * straight up. For the area, which is linear in each class, any share gives the same: DeLong's variance.
 * Source: Efron, *The Jackknife, the Bootstrap and Other Resampling Plans* (1982), 6.3 (infinitesimal jackknife), with n − 1.
 * @param of the functional; counts need not be whole
 */
export function influenceVariance({ diseased, healthy }: GridCounts, of: (counts: GridCounts) => number): number {
  const whole = of({ diseased, healthy })
  const spread = (counts: Float64Array, moved: (counts: Float64Array) => GridCounts) => {
    const all = sumOf(counts)
    const step = 1 / Math.sqrt(all)
    const influenceOf = (bin: number) => (of(moved(toward(counts, bin, step))) - whole) / step
    const influences = counts.map((count, bin) => (count === 0 ? 0 : influenceOf(bin)))
    const mean = counts.reduce((sum, count, bin) => sum + count * influences[bin]!, 0) / all
    return counts.reduce((sum, count, bin) => sum + count * (influences[bin]! - mean) ** 2, 0) / (all * (all - 1))
  }
  return (
    spread(diseased, (counts) => ({ diseased: counts, healthy })) +
    spread(healthy, (counts) => ({ diseased, healthy: counts }))
  )
}

/** Counts with a share of all weight moved to one bin. */
function toward(counts: Float64Array, bin: number, step: number): Float64Array {
  const all = sumOf(counts)
  return counts.map((count, i) => (1 - step) * count + (i === bin ? step * all : 0))
}

/** The sum of all values, in their order. */
export function sumOf(values: Float64Array): number {
  return values.reduce((sum, value) => sum + value, 0)
}
