import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { formatInstant, formatNumber, formatShare, formatTick } from './format.ts'

describe('formats', () => {
  it.each([
    [0, '0.0 %'],
    [0.8612, '86.1 %'],
    [0.99, '99.0 %'],
    [0.99004, '99.00 %'],
    [0.99876, '99.88 %'],
    [0.999999, '99.99 %'],
    [1, '100.0 %'],
  ])('gives the share %f as %s', (share, text) => {
    expect(formatShare(share, 'en')).toBe(text)
    expect(formatShare(share, 'zh')).toBe(text)
  })

  it('never gives 100 % for less', () => {
    fc.assert(
      fc.property(fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }), (share) => {
        expect(formatShare(share, 'en')).not.toMatch(/^100/)
      }),
    )
  })

  it('gives numbers and instants in the language', () => {
    expect(formatNumber(69355.04, 'en')).toBe('69,355')
    expect(formatTick(0.975)).toBe('97.5 %')
    expect(formatInstant('2026-11-03T08:15:00.000Z', 'en')).toBe('3 Nov 2026, 08:15 UTC')
    expect(formatInstant('2026-11-03T08:15:00.000Z', 'zh')).toBe('2026年11月3日 08:15 UTC')
  })
})
