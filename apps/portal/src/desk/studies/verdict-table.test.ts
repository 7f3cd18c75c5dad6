import type { VerdictCount } from '@assay/contracts'
import { expect, it } from 'vitest'
import { verdictRows, verdictTotals } from './verdict-table.ts'

const counts: VerdictCount[] = [
  { month: '2025-12', tier: 1, verdict: 'reject', studies: 2 },
  { month: '2025-12', tier: 1, verdict: 'accept', studies: 30 },
  { month: '2025-12', tier: 2, verdict: 'warn', studies: 4 },
  { month: '2026-01', tier: 1, verdict: 'accept', studies: 5 },
]

it('gives a row a month and tier, the newest first, and their sums', () => {
  expect(verdictRows(counts)).toEqual([
    { month: '2026-01', tier: 1, studies: [5, 0, 0, 0], total: 5 },
    { month: '2025-12', tier: 1, studies: [30, 0, 0, 2], total: 32 },
    { month: '2025-12', tier: 2, studies: [0, 4, 0, 0], total: 4 },
  ])
})

it('adds each tier up over all months', () => {
  expect(verdictTotals(counts)).toEqual({
    from: '2025-12',
    to: '2026-01',
    tiers: [
      { tier: 1, studies: [35, 0, 0, 2], total: 37 },
      { tier: 2, studies: [0, 4, 0, 0], total: 4 },
    ],
  })
  expect(verdictTotals([])).toBeUndefined()
})
