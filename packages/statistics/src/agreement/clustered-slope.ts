import { studentTCdf, studentTQuantile } from '../distributions/student-t.ts'

/** A slope with its confidence interval and two-sided p-value. */
export interface ClusteredSlope {
  readonly estimate: number
  readonly lower: number
  readonly upper: number
  readonly intercept: number
  readonly p: number
}

/**
 * Least squares of y on x where values of one cluster hang together: the sandwich variance by clusters, times G / (G − 1) · (n − 1) / (n − 2), and
 * Student's t on G − 1 degrees of freedom, G the number of clusters.
 * Sources: Liang, Zeger, *Biometrika* 73:13–22 (1986); Cameron, Miller, *J. Hum. Resour.* 50:317–372 (2015), section VI.B, for factor and degrees.
 * @param clusters one a value
 * @returns null where all x are the same, or there are fewer than two clusters or three values
 */
export function clusteredSlope(
  clusters: readonly string[],
  { x, y }: { x: Float64Array; y: Float64Array },
  level: number,
): ClusteredSlope | null {
  const n = x.length
  const mean = (values: Float64Array) => values.reduce((sum, value) => sum + value, 0) / n
  const [middle, height] = [mean(x), mean(y)]
  const xx = x.reduce((sum, value) => sum + (value - middle) ** 2, 0)
  const groups = [...Map.groupBy(x.keys(), (at) => clusters[at]!).values()]
  const isFlat = !(Math.sqrt(xx / n) > 1e-12 * Math.max(1, Math.abs(middle)))
  if (n < 3 || groups.length < 2 || isFlat) return null
  const slope = x.reduce((sum, value, at) => sum + (value - middle) * (y[at]! - height), 0) / xx
  const score = (at: number) => (x[at]! - middle) * (y[at]! - height - slope * (x[at]! - middle))
  const scores = groups.reduce((sum, own) => sum + own.reduce((total, at) => total + score(at), 0) ** 2, 0)
  const freedom = groups.length - 1
  const error = Math.sqrt((groups.length / freedom) * ((n - 1) / (n - 2)) * scores) / xx
  const reach = studentTQuantile((1 + level) / 2, freedom) * error
  const p = error === 0 ? (slope === 0 ? 1 : 0) : 2 * studentTCdf(-Math.abs(slope / error), freedom)
  return { estimate: slope, lower: slope - reach, upper: slope + reach, intercept: height - slope * middle, p }
}
