import type { Quarantined } from '@assay/contracts'

/** A reason for putting things aside, with all that it concerns. */
export interface Problem {
  /** The reason, by the first that it concerns. */
  readonly first: Quarantined
  readonly entries: readonly Quarantined[]
  readonly waiting: number
}

/** Problems of an intake by reason, the most frequent first. A reason is its code with what it speaks of, but for names and hashes. */
export function problemsByReason(entries: readonly Quarantined[]): Problem[] {
  const byReason = Map.groupBy(entries, reasonOf)
  return [...byReason.values()]
    .map((all) => ({
      first: all[0]!,
      entries: all,
      waiting: all.filter(({ state }) => state === 'waiting').length,
    }))
    .toSorted((a, b) => b.entries.length - a.entries.length)
}

const own: ReadonlySet<string> = new Set(['where', 'name', 'file', 'record', 'findings', 'id'])

function reasonOf({ code, parameters }: Quarantined): string {
  const shared = Object.entries(parameters).filter(([key]) => !own.has(key))
  return JSON.stringify([code, shared.sort(([a], [b]) => (a < b ? -1 : 1))])
}
