import { describe, expect, it } from 'vitest'
import { formatBound, formatCount, formatDuration, formatInstant, formatNumber, shortHash } from './formats.ts'

describe('formats', () => {
  it('writes an instant as each language does', () => {
    const instant = '2026-11-03T08:05:00.000Z'
    expect(formatInstant(instant, 'en-GB')).toMatch(/3 Nov 2026/)
    expect(formatInstant(instant, 'zh-CN')).toMatch(/2026年11月3日/)
  })

  it('groups the digits of counts', () => expect(formatCount(33707, 'en-GB')).toBe('33,707'))

  it('keeps all digits of a bound, and no dust of binary fractions', () => {
    expect(formatBound(0.07, 'en-GB')).toBe('7\u00a0%')
    expect(formatBound(0.985, 'en-GB')).toBe('98.5\u00a0%')
    expect(formatBound(1 - 0.025, 'zh-CN')).toBe('97.5\u00a0%')
  })

  it('says how long something takes in one unit', () => {
    expect([0.2, 89, 91, 5399, 5401].map((seconds) => formatDuration(seconds, 'en-GB'))).toEqual([
      ...['1 sec', '89 secs', '2 mins', '90 mins', '2 hrs'],
    ])
    expect(formatDuration(40, 'zh-CN')).toBe('40秒')
  })

  it('shortens what has many digits', () => {
    expect(formatNumber(63.10798, 'en-GB')).toBe('63.11')
    expect(shortHash('9f2c'.repeat(16))).toBe('9f2c9f2c9f2c…')
  })
})
