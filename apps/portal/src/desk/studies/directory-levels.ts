import type { DirectoryEntry } from '@assay/contracts'
import { countCategories } from '../passports/count-categories.ts'
import type { Asked } from './study-filter.ts'

/** What studies are grouped by, one after the other. */
export const directoryLevels = ['category', 'modality', 'manufacturer', 'model', 'bodyPart', 'year'] as const
export type DirectoryLevel = (typeof directoryLevels)[number]

/** A value of a level, with its checked studies by what became of them. Empty: not stated. */
export interface DirectoryRow {
  readonly value: string
  readonly studies: number
  readonly good: number
  readonly held: number
  readonly bad: number
}

/** The entries that have the values of a path: the first a category, the second a modality, and so on. */
export function entriesBelow(entries: readonly DirectoryEntry[], path: readonly string[]): DirectoryEntry[] {
  return entries.filter((entry) => path.every((value, place) => valueAt(entry, directoryLevels[place]!) === value))
}

/** The values of a level with their counts: years from the newest, others by name. */
export function directoryRows(entries: readonly DirectoryEntry[], level: DirectoryLevel): DirectoryRow[] {
  const groups = [...Map.groupBy(entries, (entry) => valueAt(entry, level))]
  const order = level === 'year' ? -1 : 1
  return groups.toSorted(([a], [b]) => order * a.localeCompare(b)).map(([value, own]) => ({ value, ...sumOf(own) }))
}

/** What the list of studies is asked for below a path; parts of the body and models can't be asked for. */
export function askedBelow(path: readonly string[]): Asked {
  const [category, modality, manufacturer, , , year] = path
  return {
    ...(category ? { category } : {}),
    ...(modality ? { modality } : {}),
    ...(manufacturer ? { manufacturer } : {}),
    ...(year ? { from: `${year}-01-01`, to: `${year}-12-31` } : {}),
  }
}

function valueAt(entry: DirectoryEntry, level: DirectoryLevel): string {
  return `${entry[level] ?? ''}`
}

function sumOf(entries: readonly DirectoryEntry[]): Omit<DirectoryRow, 'value'> {
  const sums = { studies: 0, good: 0, held: 0, bad: 0 }
  for (const one of countCategories(entries))
    for (const name of ['studies', 'good', 'held', 'bad'] as const) sums[name] += one[name]
  return sums
}
