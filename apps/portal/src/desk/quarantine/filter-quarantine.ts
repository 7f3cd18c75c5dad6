import type { QuarantineCounts, Quarantined } from '@assay/contracts'

/** Which entries of the quarantine are shown. */
export interface QuarantineFilter {
  readonly what: Quarantined['what'] | 'all'
  /** Of the intake that brought it. */
  readonly category: string
  readonly state: Quarantined['state'] | 'any'
  /** The reason, as an error code. */
  readonly code: string
  /** Of one intake alone. */
  readonly intake?: string | undefined
}

/** The text of the query that asks for what a filter shows. */
export function queryOf({ what, category, state, code, intake }: QuarantineFilter): string {
  const asked = new URLSearchParams({ state })
  if (what !== 'all') asked.set('what', what)
  if (category !== 'all') asked.set('category', category)
  if (code !== 'all') asked.set('code', code)
  if (intake !== undefined) asked.set('intake', intake)
  return asked.toString()
}

/** How many wait for a decision. */
export function waitingEntries({ kinds }: QuarantineCounts): number {
  return kinds.filter(({ state }) => state === 'waiting').reduce((sum, { entries }) => sum + entries, 0)
}

/**
 * The reasons of what the other filters show, with how many there are of each, the most first; the chosen one always. Entries of one intake are
 * not counted apart.
 */
export function reasonsOf(
  { kinds }: QuarantineCounts,
  { what, category, state, code: chosen, intake }: QuarantineFilter,
): { code: string; entries: number | undefined }[] {
  const shown = kinds.filter(
    (kind) =>
      (what === 'all' || kind.what === what) &&
      (category === 'all' || kind.category === category) &&
      (state === 'any' || kind.state === state),
  )
  const counts = new Map(chosen === 'all' ? [] : [[chosen, 0]])
  for (const { code, entries } of shown) counts.set(code, (counts.get(code) ?? 0) + entries)
  return [...counts]
    .sort(([a, some], [b, others]) => others - some || (a < b ? -1 : 1))
    .map(([code, entries]) => ({ code, entries: intake === undefined ? entries : undefined }))
}
