import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { shiftDate, yearsBetween } from './shift-date.ts'

describe('shiftDate', () => {
  it.each([
    ['20240301', -1, '20240229'],
    ['20230301', -1, '20230228'],
    ['19000301', -1, '19000228'],
    ['20000101', -365, '19990101'],
    ['2023.05.16', 0, '20230516'],
    ['20230516101112.500000+0800', -30, '20230416101112.500000+0800'],
    ['2023051610', 1, '2023051710'],
    ['', -5, ''],
    ['2023', -5, ''],
    ['20230231', -5, ''],
    ['20230101-20230201', -5, ''],
    ['born yesterday', -5, ''],
  ])('moves %s by %i days to %s', (value, days, moved) => {
    expect(shiftDate(value, days)).toBe(moved)
  })

  it('keeps distances between days', () => {
    const day = fc.date({ min: new Date('1900-01-01'), max: new Date('2100-01-01'), noInvalidDate: true })
    const written = (date: Date) => date.toISOString().slice(0, 10).replaceAll('-', '')
    const daysOf = (text: string) => Date.parse(`${text.slice(0, 4)}-${text.slice(4, 6)}-${text.slice(6)}`) / 86_400_000
    fc.assert(
      fc.property(day, day, fc.integer({ min: -3652, max: 0 }), (a, b, days) => {
        const before = daysOf(written(a)) - daysOf(written(b))
        expect(daysOf(shiftDate(written(a), days)) - daysOf(shiftDate(written(b), days))).toBe(before)
      }),
    )
  })

  it('reckons ages as birthdays have it', () => {
    expect(yearsBetween('19840317', '20230316')).toBe(38)
    expect(yearsBetween('19840317', '20230317')).toBe(39)
    expect(yearsBetween('19840317', '')).toBeUndefined()
    expect(yearsBetween('20240101', '20230101')).toBeUndefined()
  })
})
