import type { z } from 'zod'
import { type Released, releasedBy } from '../frame/site-summary.ts'
import { type RatioSums, ratioCellNames, ratioFault } from '../proportions/ratio-cells.ts'
import { type MatrixCell, matrixCells, sumCells } from './beat-matrix.ts'
import { beatRatios, ec57Cells, ec57Counts, ec57FigureIds, wholeCells } from './ec57-cells.ts'

/** What `ec57-beats` releases: its cells, with numbers that records can have given. What is withheld is not checked. */
export const ec57Release: z.ZodType<Released> = releasedBy('ec57-beats', 1, ec57Cells).superRefine(
  ({ cells }, context) => {
    const exact = exactValues(cells)
    for (const message of [...notCounts(exact), ...ratioFaults(exact), ...matrixFaults(exact)])
      context.addIssue({ code: 'custom', message })
  },
)

function exactValues(cells: Released['cells']): ReadonlyMap<string, number> {
  const values = new Map<string, number>()
  for (const [name, value] of Object.entries(cells)) {
    if (value.kind === 'exact') values.set(name, value.value)
    if (value.kind === 'structural-zero') values.set(name, 0)
  }
  return values
}

function notCounts(exact: ReadonlyMap<string, number>): string[] {
  const count = (name: string) => exact.get(name) ?? 0
  return [
    ...wholeCells.filter((name) => !Number.isInteger(count(name))).map((name) => `${name} is not whole`),
    ...ec57Counts.filter((name) => count(name) < 0).map((name) => `${name} is below zero`),
  ]
}

/** The values of some cells by other names; undefined unless all are exact. */
function take<Key extends string>(
  exact: ReadonlyMap<string, number>,
  names: readonly (readonly [Key, string])[],
): Record<Key, number> | undefined {
  if (!names.every(([, name]) => exact.has(name))) return undefined
  return Object.fromEntries(names.map(([key, name]) => [key, exact.get(name)])) as Record<Key, number>
}

function ratioFaults(exact: ReadonlyMap<string, number>): string[] {
  return ec57FigureIds.flatMap((id) => {
    const sums = take(exact, Object.entries(ratioCellNames(id)) as [keyof RatioSums, string][])
    const fault = sums && ratioFault(sums)
    return fault ? [`${id}: ${fault}`] : []
  })
}

/** Gross ratios are sums of the matrix. */
function matrixFaults(exact: ReadonlyMap<string, number>): string[] {
  const matrix = take<MatrixCell>(
    exact,
    matrixCells.map((cell) => [cell, `beats.${cell}`]),
  )
  if (!matrix) return []
  return beatRatios.flatMap(({ name, kind, truePositive, others }) => {
    const { numerator, denominator } = ratioCellNames(name)
    const found = sumCells(matrix, truePositive)
    const agrees =
      (exact.get(numerator) ?? found) === found &&
      (exact.get(denominator) ?? found + sumCells(matrix, others)) === found + sumCells(matrix, others)
    return kind === 'average' || agrees ? [] : [`${name} is not the sum of its beats`]
  })
}
