import type { z } from 'zod'
import type { Figure, FigureDescription } from './figure.ts'
import type { Released, SiteRelease, SiteSummary } from './site-summary.ts'

/**
 * How the answer over sites relates to the same analysis on the pooled cases.
 * `pooled-exact`: equal to 1e-12 relative, for any assignment of cases to sites and any order. `stratified-exact`: equal to
 * the stratified analysis of the pooled cases with the site as the stratum, likewise. `multi-round`: an iterative fit over
 * rounds of messages. `meta-analytic`: a model over the sites' estimates.
 */
export type Kind = OneRoundKind | 'multi-round'
type OneRoundKind = 'pooled-exact' | 'stratified-exact' | 'meta-analytic'

/** What every estimator declares. */
interface EstimatorDeclaration<Parameters, CaseScore> {
  readonly id: string
  readonly version: number
  /** Method of the point estimate, as docs/statistics.md names it. */
  readonly pointEstimate: string
  /** Method of the variance, as docs/statistics.md names it. */
  readonly variance: string
  readonly parameters: z.ZodType<Parameters>
  readonly caseScore: z.ZodType<CaseScore>
  /**
   * Whether a case may carry the weight that it stands for in its population (the inverse of its probability to be drawn):
   * positive, finite. Cases with a weight are refused otherwise.
   */
  readonly acceptsWeights: boolean
  /** The schema of what one site releases in a round: every cell by name, with values that cases can have given. */
  released(parameters: Parameters): z.ZodType<Released>
  /** Cells that are counts which a report prints as they are. */
  readonly counts: readonly string[]
  figures(parameters: Parameters): FigureDescription[]
}

/**
 * A statistic that merges: cases are summarised where they are, summaries are released, releases are merged, and the
 * figures are estimated from what was merged. Every cell of a summary carries the counts that a gate must see.
 */
export interface OneRoundEstimator<Parameters, CaseScore, Merged> extends EstimatorDeclaration<Parameters, CaseScore> {
  readonly kind: OneRoundKind
  summarise(cases: readonly CaseScore[], parameters: Parameters): SiteSummary
  merge(releases: readonly SiteRelease[], parameters: Parameters): Merged
  estimate(merged: Merged, parameters: Parameters): Figure[]
}

/** What a round came to: the state that the next one begins with, or that there is nothing left to ask. */
export type Advance<State> = { finished: false; state: State } | { finished: true; state: State; converged: boolean }

/**
 * A statistic whose sites are asked again with what the last round came to. The state is public: it goes to every site. Each
 * round's summary is a release of its own, with the number of the round, and passes the gate by its own cells' counts.
 */
export interface MultiRoundEstimator<Parameters, CaseScore, State, Merged>
  extends EstimatorDeclaration<Parameters, CaseScore> {
  readonly kind: 'multi-round'
  readonly state: z.ZodType<State>
  /** Rounds that a site is asked for at most: each is a release. */
  mostRounds(parameters: Parameters): number
  start(parameters: Parameters): State
  summarise(cases: readonly CaseScore[], state: State, parameters: Parameters): SiteSummary
  merge(releases: readonly SiteRelease[], state: State, parameters: Parameters): Merged
  advance(state: State, merged: Merged, parameters: Parameters): Advance<State>
  /** Figures from the last round and the state that it came to. */
  estimate(given: { state: State; merged: Merged; converged: boolean }, parameters: Parameters): Figure[]
}
