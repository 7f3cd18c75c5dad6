import { normalQuantile } from '../distributions/normal.ts'
import type { AgreementReason } from './coefficient.ts'

/** Cohen's kappa of two raters, or why there is none. */
export type CohenKappa =
  | {
      status: 'estimated'
      estimate: number
      standardError: number
      /** Standard error if there were agreement by chance only: for the test of kappa = 0. */
      nullStandardError: number
      lower: number
      upper: number
      level: number
      observed: number
      expected: number
      subjects: number
    }
  | { status: 'undefined'; reason: AgreementReason; subjects: number }

/**
 * Cohen's kappa, plain or weighted, of a table of two raters, with the large-sample interval.
 * Sources: Cohen, *Educ. Psychol. Meas.* 20:37–46 (1960), *Psychol. Bull.* 70:213–220 (1968); standard errors: Fleiss, Cohen,
 * Everitt, *Psychol. Bull.* 72:323–327 (1969).
 * @param table counts, categories × categories by rows: first rater's category by row, second's by column
 * @param weights `weightMatrix` of the categories
 * @param level of the interval, in (0, 1)
 * @throws RangeError for a count that is negative or not whole, or sizes that do not fit
 */
export function cohenKappa(table: Float64Array, weights: Float64Array, level = 0.95): CohenKappa {
  const q = Math.sqrt(table.length)
  if (!Number.isInteger(q) || weights.length !== table.length)
    throw new RangeError(`table: ${table.length} counts for ${weights.length} weights`)
  if (table.some((count) => !(Number.isInteger(count) && count >= 0)))
    throw new RangeError('table: counts are whole and not negative')
  if (!(level > 0 && level < 1)) throw new RangeError('level: a number between 0 and 1 is needed')
  const subjects = table.reduce((sum, count) => sum + count, 0)
  if (subjects < 2) return { status: 'undefined', reason: 'too-few-subjects', subjects }
  const shares = table.map((count) => count / subjects)
  const { rows, columns } = margins(shares, q)
  const weighted = (share: (index: number, row: number, column: number) => number) =>
    weights.reduce((sum, weight, i) => sum + weight * share(i, Math.floor(i / q), i % q), 0)
  const observed = weighted((i) => shares[i]!)
  const expected = weighted((_, row, column) => rows[row]! * columns[column]!)
  if (1 - expected < 1e-12) return { status: 'undefined', reason: 'no-variation', subjects }
  const estimate = (observed - expected) / (1 - expected)
  const byRow = rows.map((_, row) => columns.reduce((sum, share, k) => sum + share * weights[row * q + k]!, 0))
  const byColumn = columns.map((_, column) => rows.reduce((sum, share, k) => sum + share * weights[k * q + column]!, 0))
  const spread = (share: (index: number) => number, term: (weight: number, near: number) => number) =>
    weights.reduce(
      (sum, weight, i) => sum + share(i) * term(weight, byRow[Math.floor(i / q)]! + byColumn[i % q]!) ** 2,
      0,
    )
  const variance =
    spread(
      (i) => shares[i]!,
      (weight, near) => weight - near * (1 - estimate),
    ) -
    (estimate - expected * (1 - estimate)) ** 2
  const nullVariance =
    spread(
      (i) => rows[Math.floor(i / q)]! * columns[i % q]!,
      (weight, near) => weight - near,
    ) -
    expected ** 2
  const errorOf = (v: number) => Math.sqrt(Math.max(0, v) / subjects) / (1 - expected)
  const reach = normalQuantile((1 + level) / 2) * errorOf(variance)
  return {
    status: 'estimated',
    estimate,
    standardError: errorOf(variance),
    nullStandardError: errorOf(nullVariance),
    lower: Math.max(-1, estimate - reach),
    upper: Math.min(1, estimate + reach),
    level,
    observed,
    expected,
    subjects,
  }
}

function margins(shares: Float64Array, q: number): { rows: Float64Array; columns: Float64Array } {
  const [rows, columns] = [new Float64Array(q), new Float64Array(q)]
  shares.forEach((share, i) => {
    rows[Math.floor(i / q)]! += share
    columns[i % q]! += share
  })
  return { rows, columns }
}

/** Counts of two raters' categories, categories × categories; subjects that one of them did not rate (−1) are left out. */
export function crossTable(first: Int32Array, second: Int32Array, categories: number): Float64Array {
  if (first.length !== second.length) throw new RangeError(`second: ${second.length} ratings, ${first.length} in first`)
  const table = new Float64Array(categories * categories)
  first.forEach((code, subject) => {
    const other = second[subject]!
    if (Math.max(code, other) >= categories)
      throw new RangeError(`no category ${Math.max(code, other)} (subject ${subject})`)
    if (code >= 0 && other >= 0) table[code * categories + other]! += 1
  })
  return table
}
