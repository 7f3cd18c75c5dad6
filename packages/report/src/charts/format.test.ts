import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { formatFigure, formatFigureTick, formatInstant, formatNumber, formatShare, formatTick } from './format.ts'

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

  it.each([
    [0.92, undefined, '92.0 %', '92.0 %'],
    [0.0312, 'difference', '+3.1 pp', '+3.1 个百分点'],
    [-0.0042, 'difference', '−0.42 pp', '−0.42 个百分点'],
    [0, 'difference', '0.00 pp', '0.00 个百分点'],
    [12.345, 'ratio', '12.3', '12.3'],
    [0.91849, 'number', '0.918', '0.918'],
  ] as const)('gives %f as a %s', (value, measure, en, zh) => {
    expect(formatFigure(value, measure, 'en')).toBe(en)
    expect(formatFigure(value, measure, 'zh')).toBe(zh)
  })

  it.each([
    // Nearest, both would read as 98.0 %, at or above a bound that the first does not reach.
    [0.97996, 'lower', 'share', '97.9 %'],
    [0.98, 'lower', 'share', '98.0 %'],
    [0.57, 'lower', 'share', '57.0 %'],
    [0.97204, 'upper', 'share', '97.3 %'],
    [0.99996, 'lower', 'share', '99.99 %'],
    [0.99996, 'upper', 'share', '100.00 %'],
    [-0.0496, 'lower', 'difference', '−5.0 pp'],
    [-0.0494, 'upper', 'difference', '−4.9 pp'],
    [0.91849, 'upper', 'number', '0.919'],
  ] as const)('rounds %f, the %s end of a %s, outwards', (value, end, measure, text) => {
    expect(formatFigure(value, measure, 'en', end)).toBe(text)
  })

  it('gives ticks in the unit of what is measured', () => {
    expect(formatFigureTick(0.975, 'share')).toBe('97.5 %')
    expect(formatFigureTick(-0.05, 'difference')).toBe('−5')
    expect(formatFigureTick(0.92, 'number')).toBe('0.92')
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
