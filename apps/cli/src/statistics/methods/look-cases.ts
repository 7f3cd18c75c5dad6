import { AssayError } from '@assay/contracts'
import { type CaseOverlap, overlapOfCases, overlapOfCounts } from '@assay/statistics/looks'
import type { Columns } from '../tables/columns.ts'

/** Looks as a table names them, in their order, and how their cases overlap. */
export interface LookCases {
  readonly names: readonly string[]
  readonly overlap: CaseOverlap
}

/**
 * Reads a row for each case of each look (look, case), or for each two looks what they share (look, with, shared), a look's own cases as what it shares with
 * itself.
 * @throws AssayError `table-refused`, `table-value-invalid` with the line
 */
export function readLookCases(columns: Columns): LookCases {
  if (columns.has('with') && columns.has('shared')) return readCounts(columns)
  if (columns.has('case')) return readCases(columns)
  throw new AssayError('table-refused', { file: columns.file, what: 'no-look-cases' })
}

/** By number where all are numbers, otherwise as they come in the table. */
function inOrder(names: readonly string[]): string[] {
  const distinct = [...new Set(names)]
  return distinct.every((name) => Number.isFinite(Number(name)))
    ? distinct.sort((one, other) => Number(one) - Number(other))
    : distinct
}

function readCases(columns: Columns): LookCases {
  const [look, ofCase] = [columns.text('look'), columns.text('case')]
  const names = inOrder(look)
  const sets = new Map(names.map((name) => [name, new Set<string>()]))
  look.forEach((name, row) => {
    const cases = sets.get(name)!
    if (cases.has(ofCase[row]!)) throw invalid(columns, 'case', row, 'case-twice-in-look')
    cases.add(ofCase[row]!)
  })
  return { names, overlap: overlapOfCases([...sets.values()]) }
}

function readCounts(columns: Columns): LookCases {
  const [look, other, count] = [columns.text('look'), columns.text('with'), columns.number('shared')]
  const names = inOrder([...look, ...other])
  const place = new Map(names.map((name, i) => [name, i]))
  const shared = names.map(() => names.map(() => Number.NaN))
  look.forEach((name, row) => {
    const [i, j] = [place.get(name)!, place.get(other[row]!)!]
    const known = shared[i]![j]!
    if (!Number.isNaN(known) && known !== count[row]) throw invalid(columns, 'shared', row, 'look-pair-twice')
    shared[i]![j] = count[row]!
    shared[j]![i] = count[row]!
  })
  if (shared.some((row) => row.some(Number.isNaN)))
    throw new AssayError('table-refused', { file: columns.file, what: 'look-pair-missing' })
  look.forEach((name, row) => {
    const [i, j] = [place.get(name)!, place.get(other[row]!)!]
    const most = Math.min(shared[i]![i]!, shared[j]![j]!)
    if (most === 0 || count[row]! > most) throw invalid(columns, 'shared', row, 'look-counts')
  })
  return { names, overlap: overlapOfCounts(shared) }
}

function invalid(columns: Columns, column: string, row: number, what: string): AssayError {
  return new AssayError('table-value-invalid', { file: columns.file, column, line: columns.lineOf(row), what })
}
