import type { Quarantined } from '@assay/contracts'
import { describe, expect, it } from 'vitest'
import { fits, waiting } from './filter-quarantine.ts'

const entry = (what: Quarantined['what'], state: Quarantined['state'], at = '2026-11-02T09:00:00.000Z') =>
  ({ what, state, at }) as Quarantined

describe('fits', () => {
  const open = { what: 'all', category: 'all', state: 'waiting' } as const
  it('takes kind, state and category, each unless it is not asked', () => {
    expect(fits(entry('study', 'waiting'), open, 'ecg')).toBe(true)
    expect(fits(entry('study', 'accepted'), open, 'ecg')).toBe(false)
    expect(fits(entry('study', 'accepted'), { ...open, state: 'any' }, 'ecg')).toBe(true)
    expect(fits(entry('study', 'waiting'), { ...open, what: 'object' }, 'ecg')).toBe(false)
    expect(fits(entry('study', 'waiting'), { ...open, category: 'lung-ct' }, 'ecg')).toBe(false)
    expect(fits(entry('study', 'waiting'), { ...open, category: 'ecg' }, undefined)).toBe(false)
  })
})

describe('waiting', () => {
  it('counts what waits, and knows the longest wait', () => {
    const entries = [
      entry('study', 'waiting', '2026-11-03T09:00:00.000Z'),
      entry('object', 'waiting', '2026-11-02T09:00:00.000Z'),
      entry('record', 'discarded', '2026-11-01T09:00:00.000Z'),
    ]
    expect(waiting(entries)).toEqual({ count: 2, since: '2026-11-02T09:00:00.000Z' })
    expect(waiting([])).toEqual({ count: 0, since: undefined })
  })
})
