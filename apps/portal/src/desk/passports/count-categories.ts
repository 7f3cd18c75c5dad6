import type { DirectoryEntry } from '@assay/contracts'

/** Checked studies of a category, by what became of them. */
export interface CategoryCounts {
  readonly category: string
  readonly studies: number
  /** Accepted, with remarks or without, by the rules or by a steward. */
  readonly good: number
  readonly held: number
  readonly bad: number
}

const kindOf = {
  accept: 'good',
  warn: 'good',
  'accepted-by-steward': 'good',
  quarantine: 'held',
  reject: 'bad',
} as const

/** The studies of each category in the directory, in the order of their ids. Those that wait to be checked don't count. */
export function countCategories(entries: readonly DirectoryEntry[]): CategoryCounts[] {
  const groups = [...Map.groupBy(entries, ({ category }) => category)].toSorted(([a], [b]) => (a < b ? -1 : 1))
  return groups.map(([category, own]) => {
    const counts = { good: 0, held: 0, bad: 0 }
    for (const { verdict, studies } of own) if (verdict !== 'pending') counts[kindOf[verdict]] += studies
    return { category, studies: counts.good + counts.held + counts.bad, ...counts }
  })
}
