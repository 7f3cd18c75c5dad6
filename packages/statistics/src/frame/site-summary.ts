import { z } from 'zod'
import { type ReleasedValue, releasedValue } from './released-value.ts'

/**
 * One number of a site's summary, with all that a release gate must know of it. A summary is a flat list of these, so
 * that the gate needs to know nothing of the estimator.
 */
export interface Cell {
  /** Unique in its summary, e.g. `veb.sensitivity.gross.numerator`. */
  name: string
  value: number
  /** Patients who contribute to the value. */
  patients: number
  /** The two largest contributions of single patients, in size, largest first, for dominance rules. */
  largest: readonly number[]
}

/** What a site has computed over its cases. It stays there. */
export interface SiteSummary {
  estimator: string
  version: number
  /** Of an estimator that asks more than once. */
  round?: number
  patients: number
  cells: readonly Cell[]
}

/** What leaves a site: every cell by name, saying what it is. */
export const released = z.object({
  estimator: z.string(),
  version: z.number().int().min(1),
  round: z.number().int().min(1).optional(),
  cells: z.record(z.string(), releasedValue),
})
export type Released = z.infer<typeof released>

/**
 * The schema of what one estimator releases: every cell of its summary, and no other.
 * @param cells names of the summary's cells
 */
export function releasedBy(estimator: string, version: number, cells: readonly string[]): z.ZodType<Released> {
  return z.object({
    estimator: z.literal(estimator),
    version: z.literal(version),
    round: z.number().int().min(1).optional(),
    cells: z.strictObject(Object.fromEntries(cells.map((name) => [name, releasedValue]))),
  })
}

/** A release and the site that it came from. */
export interface SiteRelease {
  /** Identifies the site; sorts the merge, so that every order of arrival gives the same bits. */
  site: string
  released: Released
  /** What the site says of itself beside its cells: it bounds what is suppressed. */
  declared?: Declared
}

/** How many cases, and of how many patients, a site summarised. */
export interface Declared {
  cases?: number
  patients?: number
}

/** A site's summary as it leaves, each cell as `permit` lets it out. */
export function release(summary: SiteSummary, permit: (cell: Cell) => ReleasedValue): Released {
  return {
    estimator: summary.estimator,
    version: summary.version,
    ...(summary.round === undefined ? {} : { round: summary.round }),
    cells: Object.fromEntries(summary.cells.map((cell) => [cell.name, permit(cell)])),
  }
}
