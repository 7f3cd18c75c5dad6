import { noncentralTQuantile } from '../distributions/noncentral-t.ts'
import { normalQuantile } from '../distributions/normal.ts'
import { studentTCdf, studentTQuantile } from '../distributions/student-t.ts'
import { checkPairs, meanAndDeviation } from './differences.ts'

interface Range {
  lower: number
  upper: number
}

/** A value with its confidence interval. */
interface Ranged extends Range {
  estimate: number
}

/** Two methods of measurement on the same subjects, first minus second, in the unit of measurement. */
export type BlandAltman =
  | {
      status: 'estimated'
      subjects: number
      pairs: number
      /** Mean difference. */
      bias: Ranged
      /** Standard deviation of a difference of single measurements. */
      deviation: number
      /** Limits of agreement, between which `coverage` of the differences lie. */
      lowerLimit: Ranged
      upperLimit: Ranged
      coverage: number
      level: number
      intervalMethod: LimitInterval
      /** Slope of the difference on the mean of both, with its p-value; null where the means are all the same. */
      proportionalBias: (Ranged & { intercept: number; p: number }) | null
    }
  | { status: 'undefined'; reason: 'too-few-subjects' }

/** How the limits' own intervals are made: exact by noncentral t (Carkeet), or by the limits' approximate variance. */
export type LimitInterval = 'exact' | 'approximate'

/**
 * Limits of agreement, each with its confidence interval, and proportional bias.
 * Sources: Bland, Altman, *Lancet* 327:307–310 (1986), *Stat. Methods Med. Res.* 8:135–160 (1999) for the limits, their
 * approximate intervals and the regression; Carkeet, *Optom. Vis. Sci.* 92:e71–e80 (2015) for the exact ones.
 * @param first, second one measurement a subject each, in the same unit
 * @param options.coverage share of differences between the limits, in (0, 1), default 0.95
 * @param options.level of the intervals, in (0, 1), default 0.95
 * @throws RangeError lengths that differ, a value that is not finite
 */
export function blandAltman(
  first: Float64Array,
  second: Float64Array,
  options: { coverage?: number; level?: number; intervalMethod?: LimitInterval } = {},
): BlandAltman {
  checkPairs(first, second)
  const { coverage = 0.95, level = 0.95, intervalMethod = 'exact' } = options
  const n = first.length
  if (n < 3) return { status: 'undefined', reason: 'too-few-subjects' }
  const differences = first.map((value, i) => value - second[i]!)
  const { mean, deviation } = meanAndDeviation(differences)
  const z = normalQuantile((1 + coverage) / 2)
  const reach = (studentTQuantile((1 + level) / 2, n - 1) * deviation) / Math.sqrt(n)
  const reaches = limitReaches(n, z, level, intervalMethod)
  return {
    status: 'estimated',
    subjects: n,
    pairs: n,
    deviation,
    coverage,
    level,
    intervalMethod,
    bias: { estimate: mean, lower: mean - reach, upper: mean + reach },
    lowerLimit: {
      estimate: mean - z * deviation,
      lower: mean - reaches.upper * deviation,
      upper: mean - reaches.lower * deviation,
    },
    upperLimit: {
      estimate: mean + z * deviation,
      lower: mean + reaches.lower * deviation,
      upper: mean + reaches.upper * deviation,
    },
    proportionalBias: proportionalBias(first, second, level),
  }
}

/** Ends of a limit's interval, in standard deviations from the bias. */
function limitReaches(n: number, z: number, level: number, method: LimitInterval): Range {
  const tail = (1 + level) / 2
  if (method === 'exact') {
    const at = (p: number) => noncentralTQuantile(p, n - 1, z * Math.sqrt(n)) / Math.sqrt(n)
    return { lower: at(1 - tail), upper: at(tail) }
  }
  const reach = studentTQuantile(tail, n - 1) * Math.sqrt(1 / n + (z * z) / (2 * (n - 1)))
  return { lower: z - reach, upper: z + reach }
}

/** Least squares of the difference on the mean. */
function proportionalBias(first: Float64Array, second: Float64Array, level: number) {
  const n = first.length
  const means = first.map((value, i) => (value + second[i]!) / 2)
  const differences = first.map((value, i) => value - second[i]!)
  const { mean: x, deviation: spread } = meanAndDeviation(means)
  const { mean: y } = meanAndDeviation(differences)
  if (!(spread > 1e-12 * Math.max(1, Math.abs(x)))) return null
  const xx = spread ** 2 * (n - 1)
  const xy = means.reduce((sum, value, i) => sum + (value - x) * (differences[i]! - y), 0)
  const slope = xy / xx
  const residual = means.reduce((sum, value, i) => sum + (differences[i]! - y - slope * (value - x)) ** 2, 0)
  const error = Math.sqrt(residual / (n - 2) / xx)
  const reach = studentTQuantile((1 + level) / 2, n - 2) * error
  const p = error === 0 ? (slope === 0 ? 1 : 0) : 2 * studentTCdf(-Math.abs(slope / error), n - 2)
  return { estimate: slope, lower: slope - reach, upper: slope + reach, intercept: y - slope * x, p }
}
