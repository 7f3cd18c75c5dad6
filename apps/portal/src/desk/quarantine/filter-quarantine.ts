import type { QuarantineCounts, Quarantined } from '@assay/contracts'

/** Which entries of the quarantine are shown. */
export interface QuarantineFilter {
  readonly what: Quarantined['what'] | 'all'
  /** Of the intake that brought it. */
  readonly category: string
  readonly state: Quarantined['state'] | 'any'
  /** Of one intake alone. */
  readonly intake?: string | undefined
}

/** The text of the query that asks for what a filter shows. */
export function queryOf({ what, category, state, intake }: QuarantineFilter): string {
  const asked = new URLSearchParams({ state })
  if (what !== 'all') asked.set('what', what)
  if (category !== 'all') asked.set('category', category)
  if (intake !== undefined) asked.set('intake', intake)
  return asked.toString()
}

/** How many wait for a decision. */
export function waitingEntries({ kinds }: QuarantineCounts): number {
  return kinds.filter(({ state }) => state === 'waiting').reduce((sum, { entries }) => sum + entries, 0)
}
