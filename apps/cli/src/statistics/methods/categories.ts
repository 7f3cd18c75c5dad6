import { AssayError } from '@assay/contracts'
import { isMissing, onlyRow, type RatingTable } from './rating-table.ts'

/** Categories in their order, and each rating as a code in it. */
export interface CategoryRatings {
  readonly categories: readonly string[]
  /** cases × raters by rows; −1 where a rater did not rate the case. */
  readonly codes: Int32Array
}

/**
 * Ratings as categories: in the order that was given, else numbers by size, else words in order of appearance.
 * @throws AssayError for a value that the given order lacks
 */
export function categoryRatings(table: RatingTable, order: readonly string[] | undefined): CategoryRatings {
  const values = table.columns.text('value')
  const categories = order ?? orderOf(values)
  const codes = table.cases.flatMap((one) =>
    table.raters.map((rater) => {
      const row = onlyRow(table, one, rater)
      if (row === undefined || isMissing(values[row]!)) return -1
      const code = categories.indexOf(values[row]!)
      if (code < 0)
        throw new AssayError('table-value-invalid', {
          file: table.columns.file,
          line: table.columns.lineOf(row),
          column: 'value',
          what: 'value-category',
        })
      return code
    }),
  )
  if (categories.length < 2) throw new AssayError('table-refused', { file: table.columns.file, what: 'one-category' })
  return { categories, codes: Int32Array.from(codes) }
}

function orderOf(values: readonly string[]): string[] {
  const found = [...new Set(values)].filter((value) => !isMissing(value))
  return found.every((value) => Number.isFinite(Number(value))) ? found.sort((a, b) => Number(a) - Number(b)) : found
}
