import { checkPairs } from './differences.ts'

/** Components of a difference's variance: between subjects and within. */
export interface DifferenceComponents {
  bias: number
  /** Standard deviation of a difference of single measurements: root of the sum of both components. */
  deviation: number
  betweenSubjects: number
  withinSubjects: number
  subjects: number
  pairs: number
}

/**
 * Bias and standard deviation of differences where subjects have several pairs and their true value may change between
 * pairs: one-way components of variance of the differences.
 * Source: Bland, Altman, *J. Biopharm. Stat.* 17:571–582 (2007), section 3.
 * @param subjects one a pair: whose it is
 * @throws RangeError lengths that differ, a value that is not finite
 */
export function replicateDifferences(
  subjects: readonly string[],
  first: Float64Array,
  second: Float64Array,
): ({ status: 'estimated' } & DifferenceComponents) | { status: 'undefined'; reason: 'too-few-subjects' | 'no-pairs' } {
  checkPairs(first, second)
  if (subjects.length !== first.length) throw new RangeError(`subjects: ${subjects.length}, ${first.length} pairs`)
  const differences = first.map((value, i) => value - second[i]!)
  const groups = [...Map.groupBy(differences.keys(), (i) => subjects[i]!).values()].map((own) =>
    own.map((i) => differences[i]!),
  )
  const [k, n] = [groups.length, differences.length]
  if (k < 2) return { status: 'undefined', reason: 'too-few-subjects' }
  if (n === k) return { status: 'undefined', reason: 'no-pairs' }
  const bias = differences.reduce((sum, value) => sum + value, 0) / n
  const means = groups.map((own) => own.reduce((sum, value) => sum + value, 0) / own.length)
  const within =
    groups.reduce((sum, own, i) => sum + own.reduce((s, value) => s + (value - means[i]!) ** 2, 0), 0) / (n - k)
  const between = groups.reduce((sum, own, i) => sum + own.length * (means[i]! - bias) ** 2, 0) / (k - 1)
  const size = (n - groups.reduce((sum, own) => sum + own.length ** 2, 0) / n) / (k - 1)
  const betweenSubjects = Math.max(0, (between - within) / size)
  const deviation = Math.sqrt(betweenSubjects + within)
  return { status: 'estimated', bias, deviation, betweenSubjects, withinSubjects: within, subjects: k, pairs: n }
}
