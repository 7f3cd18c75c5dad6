import { AssayError } from '@assay/contracts'
import type { Columns } from '../tables/columns.ts'

/** Values of cases by raters, as they came; several where a rater rated a case again. */
export interface RatingTable {
  readonly cases: readonly string[]
  readonly raters: readonly string[]
  /** Rows of the table, by case and rater. */
  rowsOf(caseName: string, rater: string): readonly number[]
  readonly columns: Columns
}

/** Gathers a table in long form (case, rater, value). Cases and raters keep the order in which they appear. */
export function ratingTable(columns: Columns): RatingTable {
  const cases = columns.text('case')
  const raters = columns.has('rater') ? columns.text('rater') : cases.map(() => '')
  const rows = Map.groupBy(cases.keys(), (row) => keyOf(cases[row]!, raters[row]!))
  return {
    cases: [...new Set(cases)],
    raters: [...new Set(raters)],
    columns,
    rowsOf: (caseName, rater) => rows.get(keyOf(caseName, rater)) ?? [],
  }
}

function keyOf(caseName: string, rater: string): string {
  return `${caseName}\u0000${rater}`
}

/** The one row of a case and a rater; undefined where there is none. @throws AssayError where there are several */
export function onlyRow({ columns, rowsOf }: RatingTable, caseName: string, rater: string): number | undefined {
  const [first, second] = rowsOf(caseName, rater)
  if (second !== undefined)
    throw new AssayError('table-value-invalid', {
      file: columns.file,
      line: columns.lineOf(second),
      column: 'rater',
      what: 'rated-twice',
    })
  return first
}

/** @throws AssayError `table-refused` with the fault, unless there are exactly two raters */
export function twoRaters({ raters, columns }: RatingTable): readonly [string, string] {
  const [first, second] = raters
  if (raters.length !== 2) throw new AssayError('table-refused', { file: columns.file, what: 'not-two-raters' })
  return [first!, second!]
}

/** Values as numbers; NaN where one is missing. @throws AssayError for one that is no number */
export function numericValues(columns: Columns): Float64Array {
  return Float64Array.from(columns.text('value'), (text, row) => {
    if (isMissing(text)) return Number.NaN
    const value = Number(text)
    if (!Number.isFinite(value))
      throw new AssayError('table-value-invalid', {
        file: columns.file,
        line: columns.lineOf(row),
        column: 'value',
        what: 'value-number',
      })
    return value
  })
}

/** Whether a value of a table is missing. */
export function isMissing(text: string): boolean {
  return text === '' || text === 'NA' || text === 'NaN' || text === 'nan'
}

/** A complete table of values, cases × raters by rows. @throws AssayError `table-refused` where one is missing */
export function completeValues(table: RatingTable): Float64Array {
  const numbers = numericValues(table.columns)
  const values = table.cases.flatMap((one) =>
    table.raters.map((rater) => {
      const row = onlyRow(table, one, rater)
      return row === undefined ? Number.NaN : numbers[row]!
    }),
  )
  if (values.some(Number.isNaN))
    throw new AssayError('table-refused', { file: table.columns.file, what: 'rating-missing' })
  return Float64Array.from(values)
}
