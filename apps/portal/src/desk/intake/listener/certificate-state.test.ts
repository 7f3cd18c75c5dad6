import { expect, test } from 'vitest'
import { certificateState } from './certificate-state.ts'

const from = '2025-04-01T00:00:00Z'

test.each([
  ['2026-05-02T00:00:00Z', 'valid', 31],
  ['2026-05-01T00:00:00Z', 'valid', 30],
  ['2026-04-30T23:59:59Z', 'soon', 30],
  ['2026-04-02T00:00:01Z', 'soon', 2],
  ['2026-04-02T00:00:00Z', 'soon', 1],
  ['2026-04-01T00:00:01Z', 'soon', 1],
  ['2026-04-01T00:00:00Z', 'expired', 0],
  ['2025-05-01T00:00:00Z', 'expired', 0],
] as const)('a certificate that holds to %s is %s on 1 April 2026, with %i days left', (to, state, days) => {
  expect(certificateState({ from, to }, new Date('2026-04-01T00:00:00Z'))).toEqual({ state, days })
})

test.each([
  ['2026-04-01T00:00:01Z', 'early'],
  ['2026-04-01T00:00:00Z', 'valid'],
] as const)('a certificate that holds from %s on is %s on 1 April 2026', (start, state) => {
  const certificate = { from: start, to: '2027-04-01T00:00:00Z' }
  expect(certificateState(certificate, new Date('2026-04-01T00:00:00Z')).state).toBe(state)
})
