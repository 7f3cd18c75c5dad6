import type { MergedCells } from './merge-cells.ts'
import { takeCells } from './merge-cells.ts'
import type { Cell } from './site-summary.ts'

/** A cell that is a sum over patients. */
export function sumCell(name: string, contributions: readonly number[]): Cell {
  const sizes = contributions.map(Math.abs).filter((size) => size > 0)
  return {
    name,
    value: contributions.reduce((sum, value) => sum + value, 0),
    patients: contributions.length,
    largest: sizes.sort((a, b) => b - a).slice(0, 2),
  }
}

/** Values of cells by other names, site by site; or which sites they are missing from. */
export type Taken<Name extends string> = ReturnType<typeof takeCells<Name>>

/** Sums over sites of cells that are sums over patients. */
export function sumsOf<Name extends string>(
  merged: MergedCells,
  names: Record<Name, string>,
): { known: true; sums: Record<Name, number> } | Extract<Taken<Name>, { known: false }> {
  const taken = takeCells(merged, names)
  if (!taken.known) return taken
  const sum = (name: Name) => taken.sites.reduce((total, site) => total + site[name], 0)
  const entries = (Object.keys(names) as Name[]).map((name) => [name, sum(name)])
  return { known: true, sums: Object.fromEntries(entries) as Record<Name, number> }
}
