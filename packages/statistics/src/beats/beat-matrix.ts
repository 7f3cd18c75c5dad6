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

/**
 * Which cells of the matrix are true positives, false negatives and false positives of each target, as ANSI/AAMI EC57
 * has them (1998, 4.2) and its reference implementation counts them (`print_results` of app/bxb.c, WFDB Software Package):
 *
 * | reference | n | s | v | f | q | o, x |
 * |---|---|---|---|---|---|---|
 * | N | | SVEB FP | VEB FP | | | |
 * | S | SVEB FN | SVEB TP | SVEB FN, VEB FP | SVEB FN | SVEB FN | SVEB FN |
 * | V | VEB FN | VEB FN, SVEB FP | VEB TP | VEB FN | VEB FN | VEB FN |
 * | F | | SVEB FP | | | | |
 * | Q | | | | | | |
 * | O, X | | SVEB FP | VEB FP | | | – |
 *
 * So F or Q called V is no false VEB, and Q called S no false SVEB, but F called S is one. For QRS, whatever the classes,
 * every cell of N S V F Q by n s v f q is a true positive, their o and x are false negatives (a beat missed in a shutdown
 * is missed), and O and X are false positives, also where the reference can't be read.
 */
export const targetCells: Readonly<
  Record<BeatTarget, { truePositive: MatrixCell[]; falseNegative: MatrixCell[]; falsePositive: MatrixCell[] }>
> = {
  qrs: {
    truePositive: beatClasses.flatMap((row) => beatClasses.map((column) => cellOf(row, column))),
    falseNegative: beatClasses.flatMap((row) => [cellOf(row, 'o'), cellOf(row, 'x')]),
    falsePositive: beatClasses.flatMap((column) => [cellOf('O', column), cellOf('X', column)]),
  },
  veb: {
    truePositive: ['Vv'],
    falseNegative: ['Vn', 'Vs', 'Vf', 'Vq', 'Vo', 'Vx'],
    falsePositive: ['Nv', 'Sv', 'Ov', 'Xv'],
  },
  sveb: {
    truePositive: ['Ss'],
    falseNegative: ['Sn', 'Sv', 'Sf', 'Sq', 'So', 'Sx'],
    falsePositive: ['Ns', 'Vs', 'Fs', 'Os', 'Xs'],
  },
}

/** Sum of some cells of a matrix. */
export function sumCells(matrix: BeatMatrix, cells: readonly MatrixCell[]): number {
  return cells.reduce((sum, cell) => sum + (matrix[cell] ?? 0), 0)
}
