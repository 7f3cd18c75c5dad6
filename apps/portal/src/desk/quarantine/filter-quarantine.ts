import type { Quarantined } from '@assay/contracts'

/** Which entries of the quarantine are shown. */
export interface QuarantineFilter {
  readonly what: Quarantined['what'] | 'all'
  /** Of the intake that brought it. */
  readonly category: string
  readonly state: Quarantined['state'] | 'any'
  /** Of one intake alone. */
  readonly intake?: string | undefined
}

/** Whether an entry, which an intake of `category` brought, is to be shown. */
export function fits(
  { what, state, intakeId }: Quarantined,
  filter: QuarantineFilter,
  category: string | undefined,
): boolean {
  return (
    (filter.what === 'all' || filter.what === what) &&
    (filter.intake === undefined || filter.intake === intakeId) &&
    (filter.state === 'any' || filter.state === state) &&
    (filter.category === 'all' || filter.category === category)
  )
}

/** How many wait for a decision, and since when the first does. */
export function waiting(entries: readonly Quarantined[]): { count: number; since: string | undefined } {
  const open = entries.filter(({ state }) => state === 'waiting')
  return { count: open.length, since: open.map(({ at }) => at).toSorted()[0] }
}
