import type { z } from 'zod'
import type { Figure, FigureDescription } from './figure.ts'
import type { Released, SiteRelease, SiteSummary } from './site-summary.ts'

/**
 * How the answer over sites relates to the same analysis on the pooled cases.
 * `pooled-exact`, `stratified-exact`: equal to 1e-12 relative, for any assignment of cases to sites and any order.
 * `multi-round`: an iterative fit over rounds of messages. `meta-analytic`: a model over the sites' estimates.
 */
export type Kind = 'pooled-exact' | 'stratified-exact' | 'multi-round' | 'meta-analytic'

/**
 * A statistic that merges: cases are summarised where they are, summaries are released, releases are merged, and the
 * figures are estimated from what was merged.
 */
export interface Estimator<Parameters, CaseScore, Merged> {
  readonly id: string
  readonly version: number
  readonly kind: Kind
  /** Method of the point estimate, as docs/statistics.md names it. */
  readonly pointEstimate: string
  /** Method of the variance, as docs/statistics.md names it. */
  readonly variance: string
  readonly parameters: z.ZodType<Parameters>
  readonly caseScore: z.ZodType<CaseScore>
  readonly released: z.ZodType<Released>
  /** Cells that are counts which a report prints as they are. */
  readonly counts: readonly string[]
  figures(parameters: Parameters): FigureDescription[]
  summarise(cases: readonly CaseScore[], parameters: Parameters): SiteSummary
  merge(releases: readonly SiteRelease[], parameters: Parameters): Merged
  estimate(merged: Merged, parameters: Parameters): Figure[]
}
