import { type AgreementCoefficient, withStandardError } from './coefficient.ts'

/** How values differ: equal or not, by rank, by difference, by ratio (from 0). */
export type AlphaMetric = 'nominal' | 'ordinal' | 'interval' | 'ratio'

/**
 * Krippendorff's alpha for any number of raters, any metric, and missing ratings; the interval by leaving out one unit at a
 * time (Student's t, units − 1 degrees of freedom).
 * Sources: Krippendorff, *Content Analysis*, 3rd ed. (2013), ch. 12; *Computing Krippendorff's Alpha-Reliability* (2011);
 * jackknife: Efron, *The Jackknife, the Bootstrap and Other Resampling Plans* (1982).
 * @param values units × raters by rows; NaN where a rater did not rate. Categories are numbers, for `nominal` of any size.
 * @param level of the interval, in (0, 1)
 * @throws RangeError sizes; an infinite value; a negative value for `ratio`
 */
export function krippendorffAlpha(
  values: Float64Array,
  raters: number,
  metric: AlphaMetric,
  level = 0.95,
): AgreementCoefficient {
  if (!(Number.isInteger(raters) && raters >= 1) || values.length % raters !== 0)
    throw new RangeError(`values: ${values.length} for ${raters} raters`)
  const wrong = values.findIndex((value) => Math.abs(value) === Infinity || (metric === 'ratio' && value < 0))
  if (wrong >= 0) throw new RangeError(`values: not a value of the metric (unit ${Math.floor(wrong / raters)})`)
  const units = pairableUnits(values, raters)
  const subjects = values.length / raters
  const pairedSubjects = units.length
  if (pairedSubjects === 0) return { status: 'undefined', reason: 'no-pairs', subjects }
  if (pairedSubjects < 2) return { status: 'undefined', reason: 'too-few-subjects', subjects }
  const categories = [...new Set(units.flat())].sort((a, b) => a - b)
  const tally = new Tally(categories, units)
  const whole = disagreement(tally, metric)
  if (whole.expected === 0) return { status: 'undefined', reason: 'no-variation', subjects }
  const estimate = 1 - whole.observed / whole.expected
  const parts = { estimate, observed: 1 - whole.observed, expected: 1 - whole.expected, subjects, pairedSubjects }
  return withStandardError(parts, jackknifeError(tally, units, metric, estimate), pairedSubjects - 1, level)
}

/** Values of each unit with at least two. */
function pairableUnits(values: Float64Array, raters: number): number[][] {
  return Array.from({ length: values.length / raters }, (_, unit) =>
    [...values.subarray(unit * raters, (unit + 1) * raters)].filter((value) => !Number.isNaN(value)),
  ).filter((unit) => unit.length >= 2)
}

/** Coincidences of values within units: each unit adds its pairs, over its ratings less one. */
class Tally {
  readonly categories: readonly number[]
  readonly coincidences: Float64Array
  readonly totals: Float64Array
  private readonly places: ReadonlyMap<number, number>

  constructor(categories: readonly number[], units: readonly number[][]) {
    this.categories = categories
    this.coincidences = new Float64Array(categories.length ** 2)
    this.totals = new Float64Array(categories.length)
    this.places = new Map(categories.map((value, place) => [value, place]))
    for (const unit of units) this.add(unit, 1)
  }

  /** Adds a unit (`sign` 1) or takes it out again (−1). */
  add(unit: readonly number[], sign: 1 | -1): void {
    const places = unit.map((value) => this.places.get(value) as number)
    places.forEach((place, i) => {
      this.totals[place]! += sign
      places.forEach((other, j) => {
        if (i !== j) this.coincidences[place * this.categories.length + other]! += sign / (unit.length - 1)
      })
    })
  }
}

/** Observed and expected disagreement, each a mean over pairs of values. */
function disagreement(tally: Tally, metric: AlphaMetric): { observed: number; expected: number } {
  const { categories, coincidences, totals } = tally
  const n = totals.reduce((sum, total) => sum + total, 0)
  const below = cumulated(totals)
  let [observed, expected] = [0, 0]
  for (let c = 0; c < categories.length; c += 1)
    for (let k = c + 1; k < categories.length; k += 1) {
      const difference = squaredDifference(metric, categories, totals, below, c, k)
      observed += 2 * coincidences[c * categories.length + k]! * difference
      expected += 2 * totals[c]! * totals[k]! * difference
    }
  return { observed: observed / n, expected: expected / (n * (n - 1)) }
}

function squaredDifference(
  metric: AlphaMetric,
  categories: readonly number[],
  totals: Float64Array,
  below: Float64Array,
  c: number,
  k: number,
): number {
  const [low, high] = [categories[c]!, categories[k]!]
  if (metric === 'nominal') return 1
  if (metric === 'interval') return (high - low) ** 2
  if (metric === 'ratio') return ((high - low) / (high + low)) ** 2
  return (below[k]! + totals[k]! - below[c]! - (totals[c]! + totals[k]!) / 2) ** 2
}

/** Sum of what stands before each place. */
function cumulated(totals: Float64Array): Float64Array {
  let sum = 0
  return totals.map((total) => {
    sum += total
    return sum - total
  })
}

function jackknifeError(tally: Tally, units: readonly number[][], metric: AlphaMetric, whole: number): number {
  const leftOut = units.map((unit) => {
    tally.add(unit, -1)
    const { observed, expected } = disagreement(tally, metric)
    tally.add(unit, 1)
    return expected > 1e-12 ? 1 - observed / expected : whole
  })
  const mean = leftOut.reduce((sum, value) => sum + value, 0) / units.length
  const squares = leftOut.reduce((sum, value) => sum + (value - mean) ** 2, 0)
  return Math.sqrt(((units.length - 1) / units.length) * squares)
}
