import type { DirectoryEntry } from '@assay/contracts'
import { expect, it } from 'vitest'
import { askedBelow, directoryRows, entriesBelow } from './directory-levels.ts'

function entry(change: Partial<DirectoryEntry>): DirectoryEntry {
  return {
    category: 'lung-ct',
    modality: 'CT',
    manufacturer: 'A',
    model: 'M',
    bodyPart: 'CHEST',
    year: 2025,
    verdict: 'accept',
    studies: 1,
    series: 1,
    instances: 1,
    ...change,
  }
}

const entries = [
  ...[entry({ studies: 5 }), entry({ year: 2026, studies: 3 }), entry({ year: null, verdict: 'warn', studies: 2 })],
  ...[
    entry({ manufacturer: 'B', verdict: 'reject', studies: 4 }),
    entry({ category: 'ecg', modality: 'ECG', studies: 7 }),
  ],
]

it('counts each value of a level below a path', () => {
  expect(directoryRows(entries, 'category')).toEqual([
    { value: 'ecg', studies: 7, good: 7, held: 0, bad: 0 },
    { value: 'lung-ct', studies: 14, good: 10, held: 0, bad: 4 },
  ])
  const below = entriesBelow(entries, ['lung-ct', 'CT', 'A', 'M', 'CHEST'])
  expect(directoryRows(below, 'year').map(({ value, studies }) => [value, studies])).toEqual([
    ['2026', 3],
    ['2025', 5],
    ['', 2],
  ])
  expect(entriesBelow(entries, ['lung-ct', 'MR'])).toEqual([])
})

it('asks the list for what can be asked', () => {
  expect(askedBelow(['lung-ct', 'CT', 'A', 'M', 'CHEST', '2025'])).toEqual({
    category: 'lung-ct',
    modality: 'CT',
    manufacturer: 'A',
    from: '2025-01-01',
    to: '2025-12-31',
  })
  expect(askedBelow(['lung-ct', ''])).toEqual({ category: 'lung-ct' })
  expect(askedBelow([])).toEqual({})
})
