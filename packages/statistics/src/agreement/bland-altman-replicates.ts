import { chiSquareQuantile } from '../distributions/chi-square.ts'
import { normalQuantile } from '../distributions/normal.ts'
import { studentTQuantile } from '../distributions/student-t.ts'
import { type ClusteredSlope, clusteredSlope } from './clustered-slope.ts'
import { checkPairs } from './differences.ts'

interface Ranged {
  estimate: number
  lower: number
  upper: number
}

/** Limits of agreement of subjects with several pairs, and the components of a difference's variance: between subjects and within. */
export interface ReplicateDifferences {
  status: 'estimated'
  bias: Ranged
  /** Standard deviation of a difference of single measurements: root of the sum of both components. */
  deviation: number
  /** Limits of agreement, between which `coverage` of the differences lie. */
  lowerLimit: Ranged
  upperLimit: Ranged
  coverage: number
  level: number
  betweenSubjects: number
  withinSubjects: number
  subjects: number
  pairs: number
  /** Slope of the difference on the pair's mean, with its p-value; null where the means are all the same. */
  proportionalBias: ClusteredSlope | null
}

/**
 * Bias, standard deviation and limits of differences where subjects have several pairs and their true value may change between
 * pairs: one-way components of variance of the differences. The limits' intervals join those of bias and variance (MOVER). Proportional
 * bias is the slope of all pairs, its error robust to subjects' pairs hanging together.
 * Sources: Bland, Altman, *J. Biopharm. Stat.* 17:571–582 (2007), section 3; Zou, *Stat. Methods Med. Res.* 22:630–642 (2013); Graybill,
 * Wang, *JASA* 75:869–873 (1980) for the interval of a sum of components.
 * @param subjects one a pair: whose it is
 * @param options.coverage share of differences between the limits, in (0, 1), default 0.95
 * @param options.level of the intervals, in (0, 1), default 0.95
 * @throws RangeError lengths that differ, a value that is not finite
 */
export function replicateDifferences(
  subjects: readonly string[],
  first: Float64Array,
  second: Float64Array,
  { coverage = 0.95, level = 0.95 }: { coverage?: number; level?: number } = {},
): ReplicateDifferences | { status: 'undefined'; reason: 'too-few-subjects' | 'no-pairs' } {
  checkPairs(first, second)
  if (subjects.length !== first.length) throw new RangeError(`subjects: ${subjects.length}, ${first.length} pairs`)
  const differences = first.map((value, i) => value - second[i]!)
  const groups = [...Map.groupBy(differences.keys(), (i) => subjects[i]!).values()].map((own) =>
    own.map((i) => differences[i]!),
  )
  if (groups.length < 2) return { status: 'undefined', reason: 'too-few-subjects' }
  if (differences.length === groups.length) return { status: 'undefined', reason: 'no-pairs' }
  const parts = componentsOf(groups)
  const { subjects: k, pairs: n, bias, deviation } = parts
  const reach = studentTQuantile((1 + level) / 2, k - 1) * Math.sqrt(biasVariance(groups, parts))
  const [low, high] = deviationRange(parts, level)
  const z = normalQuantile((1 + coverage) / 2)
  const [near, far] = [Math.hypot(reach, z * (deviation - low)), Math.hypot(reach, z * (high - deviation))]
  const [lowest, highest] = [bias - z * deviation, bias + z * deviation]
  return {
    status: 'estimated',
    bias: { estimate: bias, lower: bias - reach, upper: bias + reach },
    lowerLimit: { estimate: lowest, lower: lowest - far, upper: lowest + near },
    upperLimit: { estimate: highest, lower: highest - near, upper: highest + far },
    deviation,
    coverage,
    level,
    subjects: k,
    pairs: n,
    betweenSubjects: parts.betweenSubjects,
    withinSubjects: parts.within,
    proportionalBias: clusteredSlope(
      subjects,
      { x: first.map((one, i) => (one + second[i]!) / 2), y: differences },
      level,
    ),
  }
}

interface Components {
  readonly subjects: number
  readonly pairs: number
  readonly bias: number
  readonly deviation: number
  /** Mean squares between subjects and within, and pairs a subject as the first counts them. */
  readonly between: number
  readonly within: number
  readonly size: number
  readonly betweenSubjects: number
}

function componentsOf(groups: readonly (readonly number[])[]): Components {
  const k = groups.length
  const n = groups.reduce((sum, own) => sum + own.length, 0)
  const means = groups.map((own) => own.reduce((sum, value) => sum + value, 0) / own.length)
  const bias = groups.reduce((sum, own, i) => sum + own.length * means[i]!, 0) / n
  const within =
    groups.reduce((sum, own, i) => sum + own.reduce((s, value) => s + (value - means[i]!) ** 2, 0), 0) / (n - k)
  const between = groups.reduce((sum, own, i) => sum + own.length * (means[i]! - bias) ** 2, 0) / (k - 1)
  const size = (n - groups.reduce((sum, own) => sum + own.length ** 2, 0) / n) / (k - 1)
  const betweenSubjects = Math.max(0, (between - within) / size)
  return {
    subjects: k,
    pairs: n,
    bias,
    between,
    within,
    size,
    betweenSubjects,
    deviation: Math.sqrt(betweenSubjects + within),
  }
}

/** Variance of the mean of all differences, those of a subject hanging together. */
function biasVariance(groups: readonly (readonly number[])[], { pairs, betweenSubjects, within }: Components): number {
  const squares = groups.reduce((sum, own) => sum + own.length ** 2, 0)
  return (betweenSubjects * squares) / pairs ** 2 + within / pairs
}

/** Interval of the standard deviation: that of the sum of both mean squares, each with its chi-square. */
function deviationRange({ subjects, pairs, between, within, size, deviation }: Components, level: number) {
  const tail = (1 + level) / 2
  const squares = [
    [between / size, subjects - 1],
    [within * (1 - 1 / size), pairs - subjects],
  ] as const
  const reach = (p: number) =>
    Math.hypot(...squares.map(([square, freedom]) => square * (1 - freedom / chiSquareQuantile(p, freedom))))
  const variance = deviation ** 2
  return [Math.sqrt(Math.max(0, variance - reach(tail))), Math.sqrt(variance + reach(1 - tail))] as const
}
