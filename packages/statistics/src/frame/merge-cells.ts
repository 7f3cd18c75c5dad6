import { type Extent, extentOf } from './extent.ts'
import type { Figure } from './figure.ts'
import type { Declared, SiteRelease } from './site-summary.ts'

type Reason = Extract<Figure, { status: 'not-estimable' }>['reason']

/** Why something is not known, and which sites it is missing from, in order. */
interface Missing {
  reason: Reason
  sites: string[]
}

/**
 * A cell's values, one a site; or why it is not known, and then what it can be at each site that collects it, with what the
 * sites declared of themselves.
 */
type MergedCell =
  | { known: true; values: readonly number[] }
  | ({ known: false; extents?: readonly Extent[]; declared?: readonly Declared[] } & Missing)

/** A pooled-exact estimator's cells, site by site. */
export type MergedCells = ReadonlyMap<string, MergedCell>

/**
 * Every cell of all sites, in the order of the sites' names, so that every order of arrival gives the same bits.
 * @throws RangeError when a site has released twice
 */
export function mergeCells(releases: readonly SiteRelease[], names: readonly string[]): MergedCells {
  const ordered = [...releases].sort((a, b) => (a.site < b.site ? -1 : 1))
  const twice = ordered.find(({ site }, index) => site === ordered[index - 1]?.site)
  if (twice) throw new RangeError(`two releases of the site ${twice.site}`)
  return new Map(names.map((name) => [name, mergeCell(ordered, name)]))
}

function mergeCell(ordered: readonly SiteRelease[], name: string): MergedCell {
  const values: number[] = []
  const missing: Missing[] = []
  for (const { site, released } of ordered) {
    const cell = released.cells[name] ?? { kind: 'not-collected' }
    if (cell.kind === 'exact') values.push(cell.value)
    else if (cell.kind === 'structural-zero') values.push(0)
    else missing.push({ reason: cell.kind, sites: [site] })
  }
  if (missing.length === 0) return { known: true, values }
  const extents = ordered.map(({ released }) => extentOf(released.cells[name] ?? { kind: 'not-collected' }))
  return {
    known: false,
    ...joinMissing(missing),
    declared: ordered.map(({ declared = {} }) => declared),
    ...(extents.every((one) => one !== undefined) ? { extents } : {}),
  }
}

/**
 * The values of several cells, site by site; or why one of them is not known, and all sites that any is missing from for
 * that reason.
 */
export function takeCells<Name extends string>(
  cells: MergedCells,
  names: Record<Name, string>,
): { known: true; sites: Record<Name, number>[] } | ({ known: false } & Missing) {
  const missing: Missing[] = []
  const known: [Name, readonly number[]][] = []
  for (const [key, name] of Object.entries(names) as [Name, string][]) {
    const cell = cells.get(name)
    if (!cell) throw new RangeError(`no cell of the name ${name}`)
    if (cell.known) known.push([key, cell.values])
    else missing.push({ reason: cell.reason, sites: cell.sites })
  }
  if (missing.length > 0) return { known: false, ...joinMissing(missing) }
  const ofSite = (site: number) => Object.fromEntries(known.map(([key, values]) => [key, values[site]]))
  return { known: true, sites: (known[0]?.[1] ?? []).map((_, site) => ofSite(site) as Record<Name, number>) }
}

/** What several cells can be at one site, and what the site declared of itself. */
export interface SiteExtents<Name extends string> {
  extents: Record<Name, Extent>
  declared: Declared
}

/**
 * What several cells can be, site by site; undefined where a site does not collect one, so that nothing bounds it. One cell
 * at least has to be unknown: of known ones `takeCells` gives the values.
 */
export function takeExtents<Name extends string>(
  cells: MergedCells,
  names: Record<Name, string>,
): SiteExtents<Name>[] | undefined {
  const found: [Name, readonly Extent[]][] = []
  let declared: readonly Declared[] = []
  for (const [key, name] of Object.entries(names) as [Name, string][]) {
    const cell = cells.get(name)
    if (!cell) throw new RangeError(`no cell of the name ${name}`)
    const extents = cell.known ? cell.values.map((value) => ({ lower: value, upper: value })) : cell.extents
    if (!extents) return undefined
    if (!cell.known) declared = cell.declared ?? []
    found.push([key, extents])
  }
  return (found[0]?.[1] ?? []).map((_, site) => ({
    extents: Object.fromEntries(found.map(([key, extents]) => [key, extents[site]])) as Record<Name, Extent>,
    declared: declared[site] ?? {},
  }))
}

/** The reason of the first site by name that misses anything, and every site that misses something for it. */
function joinMissing(missing: readonly Missing[]): Missing {
  const ordered = missing.flatMap(({ reason, sites }) => sites.map((site) => ({ reason, site })))
  const { reason } = ordered.reduce((first, one) => (one.site < first.site ? one : first))
  const sites = new Set(ordered.filter((one) => one.reason === reason).map(({ site }) => site))
  return { reason, sites: [...sites].sort() }
}
