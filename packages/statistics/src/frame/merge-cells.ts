import type { Figure } from './figure.ts'
import type { SiteRelease } from './site-summary.ts'

type Missing = Extract<Figure, { status: 'not-estimable' }>['reason']

/** A cell summed over the sites; or why it is not known, and from which sites. */
type MergedCell = { known: true; value: number } | { known: false; reason: Missing; sites: string[] }

/** Sums of a pooled-exact estimator's cells over the sites. */
export type MergedCells = ReadonlyMap<string, MergedCell>

/** Sums every cell over the sites, in the order of the sites' names, so that every order of arrival gives the same bits. */
export function mergeCells(releases: readonly SiteRelease[], names: readonly string[]): MergedCells {
  const ordered = [...releases].sort((a, b) => (a.site < b.site ? -1 : 1))
  return new Map(names.map((name) => [name, mergeCell(ordered, name)]))
}

function mergeCell(ordered: readonly SiteRelease[], name: string): MergedCell {
  let value = 0
  const missing = new Map<Missing, string[]>()
  for (const { site, released } of ordered) {
    const cell = released.cells[name] ?? { kind: 'not-collected' }
    if (cell.kind === 'exact') value += cell.value
    else if (cell.kind !== 'structural-zero') missing.set(cell.kind, [...(missing.get(cell.kind) ?? []), site])
  }
  const [first] = missing
  return first ? { known: false, reason: first[0], sites: first[1] } : { known: true, value }
}

/** The values of several cells; or, of the first that is not known, why. */
export function takeCells<Name extends string>(
  cells: MergedCells,
  names: Record<Name, string>,
): { known: true; values: Record<Name, number> } | { known: false; reason: Missing; sites: string[] } {
  const values = {} as Record<Name, number>
  for (const [key, name] of Object.entries(names) as [Name, string][]) {
    const cell = cells.get(name)
    if (!cell) throw new RangeError(`no cell of the name ${name}`)
    if (!cell.known) return cell
    values[key] = cell.value
  }
  return { known: true, values }
}
