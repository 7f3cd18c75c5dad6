import { expect, test } from 'vitest'
import { certificateState } from './certificate-state.ts'

test.each([
  ['2026-05-02T00:00:00Z', 'valid'],
  ['2026-05-01T00:00:00Z', 'valid'],
  ['2026-04-30T23:59:59Z', 'soon'],
  ['2026-04-01T00:00:01Z', 'soon'],
  ['2026-04-01T00:00:00Z', 'expired'],
  ['2025-01-01T00:00:00Z', 'expired'],
] as const)('a certificate that holds to %s is %s on 1 April 2026', (validTo, state) => {
  expect(certificateState(validTo, new Date('2026-04-01T00:00:00Z'))).toBe(state)
})
