import type { DirectoryEntry, StudyVerdict } from '@assay/contracts'
import { expect, it } from 'vitest'
import { countCategories } from './count-categories.ts'

function entry(category: string, verdict: StudyVerdict, studies: number, manufacturer = 'A'): DirectoryEntry {
  const rest = { modality: 'CT', model: '', bodyPart: '', year: 2026, series: studies, instances: studies }
  return { category, verdict, studies, manufacturer, ...rest }
}

it('counts the studies of each category by what became of them', () => {
  const entries = [
    ...[entry('lung-ct', 'accept', 7), entry('lung-ct', 'accept', 4, 'B'), entry('lung-ct', 'warn', 2)],
    ...[entry('lung-ct', 'quarantine', 3), entry('lung-ct', 'accepted-by-steward', 1), entry('lung-ct', 'pending', 9)],
    ...[entry('ecg', 'reject', 5)],
  ]
  expect(countCategories(entries)).toEqual([
    { category: 'ecg', studies: 5, good: 0, held: 0, bad: 5 },
    { category: 'lung-ct', studies: 17, good: 14, held: 3, bad: 0 },
  ])
  expect(countCategories([])).toEqual([])
})
