import { extentOfCount, type ReleasePolicy } from '@assay/contracts'
import type { GatedCell } from './gated-cell.ts'

interface Extent {
  readonly lower: number
  readonly upper: number
}

/**
 * Secondary suppression over tables of the same patients. Whoever reads them may suppose that every table counts all patients,
 * so that the total lies within what each table lets it be, and a suppressed count within what the total leaves. As long as that
 * leaves a newly suppressed cell fewer values than counts are rounded to, the smallest new cell of its table is suppressed,
 * too. Suppressed cells of a table name the same bound, so that the later ones do not show. Where nothing is rounded,
 * nothing is hidden.
 */
export function protectSuppressed(
  tables: readonly GatedCell[][],
  { roundTo, leastPatients }: ReleasePolicy,
): GatedCell[][] {
  if (roundTo === undefined) return tables.map((cells) => [...cells])
  const current = tables.map((cells) => [...cells])
  for (;;) {
    const total = totalOf(current)
    const exposed = current.findIndex(
      (cells) => cells.some((cell) => isExposed(cell, cells, total, roundTo)) && smallestShown(cells) >= 0,
    )
    if (exposed < 0) return current
    current[exposed] = suppressed(current[exposed]!, smallestShown(current[exposed]!), leastPatients)
  }
}

/** What the number of all patients can be; all numbers where the tables can't be of the same ones. */
function totalOf(tables: readonly GatedCell[][]): Extent {
  const sums = tables.map(sumOf)
  const lower = Math.max(...sums.map((sum) => sum.lower))
  const upper = Math.min(...sums.map((sum) => sum.upper))
  return lower <= upper ? { lower, upper } : { lower: 0, upper: Number.POSITIVE_INFINITY }
}

function sumOf(cells: readonly GatedCell[]): Extent {
  const extents = cells.map(extentOf)
  return {
    lower: extents.reduce((sum, one) => sum + one.lower, 0),
    upper: extents.reduce((sum, one) => sum + one.upper, 0),
  }
}

/** Counts are whole. */
function extentOf({ leaves }: GatedCell): Extent {
  const { lower, upper } = extentOfCount(leaves)
  return { lower: Math.ceil(lower), upper: Math.floor(upper) }
}

function isExposed(cell: GatedCell, cells: readonly GatedCell[], total: Extent, leastValues: number): boolean {
  if (cell.leaves.kind !== 'suppressed' || isOld(cell)) return false
  const own = extentOf(cell)
  const sum = sumOf(cells)
  const lower = Math.max(own.lower, total.lower - (sum.upper - own.upper))
  const upper = Math.min(own.upper, total.upper - (sum.lower - own.lower))
  return upper - lower + 1 < leastValues
}

/** Released before: to hide it now hides nothing. */
function isOld({ reason }: GatedCell): boolean {
  return reason === 'changed-too-little'
}

function smallestShown(cells: readonly GatedCell[]): number {
  const shown = cells.flatMap((cell, i) => (cell.leaves.kind === 'rounded' && !isOld(cell) ? [i] : []))
  return shown.toSorted((a, b) => cells[a]!.patients.size - cells[b]!.patients.size)[0] ?? -1
}

function suppressed(cells: readonly GatedCell[], place: number, leastPatients: number): GatedCell[] {
  const below = leastPatients * (Math.floor(cells[place]!.patients.size / leastPatients) + 1)
  return cells.map((cell, i) => {
    const isHidden = i === place || (cell.leaves.kind === 'suppressed' && !isOld(cell))
    if (!isHidden) return cell
    const made = { kind: 'suppressed' as const, below }
    return { ...cell, leaves: made, made, reason: cell.reason ?? 'protects-others' }
  })
}
