import type { QuarantineCounts } from '@assay/contracts'
import { expect, it } from 'vitest'
import { queryOf, waitingEntries } from './filter-quarantine.ts'

it('asks for kind, category and intake, each unless it is not asked, and always for a state', () => {
  expect(queryOf({ what: 'all', category: 'all', state: 'waiting' })).toBe('state=waiting')
  const all = { what: 'object', category: 'lung-ct', state: 'any', intake: '1' } as const
  expect(queryOf(all)).toBe('state=any&what=object&category=lung-ct&intake=1')
})

it('counts what waits, of all kinds', () => {
  const kinds = [
    { state: 'waiting', entries: 2 },
    { state: 'waiting', entries: 5 },
    { state: 'discarded', entries: 3 },
  ]
  expect(waitingEntries({ kinds, waitingSince: null } as unknown as QuarantineCounts)).toBe(7)
})
