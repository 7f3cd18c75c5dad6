const dayInMs = 86_400_000

/** The day, shifted, as eight digits; undefined for what is no day of the calendar. */
function shifted(year: number, month: number, day: number, days: number): string | undefined {
  const time = new Date(0)
  time.setUTCFullYear(year, month - 1, day)
  if (time.getUTCMonth() !== month - 1 || time.getUTCDate() !== day) return undefined
  const moved = new Date(time.getTime() + days * dayInMs)
  if (moved.getUTCFullYear() < 1) return undefined
  const digits = (value: number, width: number) => String(value).padStart(width, '0')
  return digits(moved.getUTCFullYear(), 4) + digits(moved.getUTCMonth() + 1, 2) + digits(moved.getUTCDate(), 2)
}

/**
 * A value of DA or DT, moved by whole days; the time of the day, fractions and the offset from UTC stay. Values that name no day (a year
 * alone, a range, anything else) become empty.
 * Source: DICOM PS3.5 table 6.2-1; the old form 2001.02.03 of DA is read, and written anew.
 */
export function shiftDate(value: string, days: number): string {
  const old = /^(\d{4})\.(\d{2})\.(\d{2})$/.exec(value)
  const [, year, month, day, rest = ''] =
    old ?? /^(\d{4})(\d{2})(\d{2})((?:\d{2}){0,3}(?:\.\d{1,6})?(?:[+-]\d{4})?)$/.exec(value) ?? []
  if (year === undefined) return ''
  const date = shifted(Number(year), Number(month), Number(day), days)
  return date === undefined ? '' : date + rest
}

/** Whole years from birth to a day, both YYYYMMDD; undefined where one is no date or they are out of order. */
export function yearsBetween(birth: string, day: string): number | undefined {
  if (!/^\d{8}$/.test(birth) || !/^\d{8}$/.test(day)) return undefined
  const years = Math.floor((Number(day) - Number(birth)) / 10_000)
  return years >= 0 && years <= 150 ? years : undefined
}
