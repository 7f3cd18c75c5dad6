import { z } from 'zod'
import { type BeatClass, beatClasses } from './beat-class.ts'

/**
 * Rows: class in the reference, `O` for none (an extra detection), `X` for a detection where the reference says that the
 * signal can't be read. Columns: class in the test, `o` for none (missed), `x` for missed while the test was shut down.
 * The cell of reference V and test N is `Vn`.
 */
const rows = [...beatClasses, 'O', 'X'] as const
const columns = ['n', 's', 'v', 'f', 'q', 'o', 'x'] as const
export type MatrixCell = `${(typeof rows)[number]}${(typeof columns)[number]}`

/** The cells that can hold a count. */
export const matrixCells: readonly MatrixCell[] = rows.flatMap((row) =>
  columns
    .filter((column) => !((row === 'O' || row === 'X') && (column === 'o' || column === 'x')))
    .map((column) => `${row}${column}` as const),
)

/** Beat-by-beat comparison: counts by cell. A cell that is not there counts nothing. */
export const beatMatrix = z.partialRecord(z.enum(matrixCells as [MatrixCell, ...MatrixCell[]]), z.number().int().min(0))
export type BeatMatrix = z.infer<typeof beatMatrix>

/** The cell of a reference class (undefined: none) and a test class (undefined: none). */
export function cellOf(reference: BeatClass | 'O' | 'X', test: BeatClass | 'o' | 'x'): MatrixCell {
  return `${reference}${test.toLowerCase() as Lowercase<BeatClass> | 'o' | 'x'}` as MatrixCell
}

/** What a statistic of EC57 is about. */
export type BeatTarget = 'qrs' | 'veb' | 'sveb'
export const beatTargets: readonly BeatTarget[] = ['qrs', 'veb', 'sveb']

const matched = (row: BeatClass): MatrixCell[] => beatClasses.map((column) => cellOf(row, column))
const missed = (row: BeatClass): MatrixCell[] => [cellOf(row, 'o'), cellOf(row, 'x')]
const without = (cells: MatrixCell[], cell: MatrixCell): MatrixCell[] => cells.filter((one) => one !== cell)

/**
 * Which cells are true positives, false negatives and false positives of each target, after EC57: any detection within
 * the window finds a QRS whatever its class; F or Q called V is no false VEB, Q called S is no false SVEB (but F called S
 * is one); detections where the reference can't be read (row X) count for nothing; a beat missed in a shutdown is missed.
 */
export const targetCells: Readonly<
  Record<BeatTarget, { truePositive: MatrixCell[]; falseNegative: MatrixCell[]; falsePositive: MatrixCell[] }>
> = {
  qrs: {
    truePositive: beatClasses.flatMap(matched),
    falseNegative: beatClasses.flatMap(missed),
    falsePositive: ['On', 'Os', 'Ov', 'Of', 'Oq'],
  },
  veb: {
    truePositive: ['Vv'],
    falseNegative: [...without(matched('V'), 'Vv'), ...missed('V')],
    falsePositive: ['Nv', 'Sv', 'Ov'],
  },
  sveb: {
    truePositive: ['Ss'],
    falseNegative: [...without(matched('S'), 'Ss'), ...missed('S')],
    falsePositive: ['Ns', 'Vs', 'Fs', 'Os'],
  },
}

/** Sum of some cells of a matrix. */
export function sumCells(matrix: BeatMatrix, cells: readonly MatrixCell[]): number {
  return cells.reduce((sum, cell) => sum + (matrix[cell] ?? 0), 0)
}
