/** An instant as people of a language write it, to the minute. */
export function formatInstant(instant: string, locale: string): string {
  return new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short' }).format(new Date(instant))
}

/** A count, with its groups of digits. */
export function formatCount(count: number, locale: string): string {
  return new Intl.NumberFormat(locale, { maximumFractionDigits: 0 }).format(count)
}

/** A number with at most so many digits behind the point. */
export function formatNumber(value: number, locale: string, digits = 2): string {
  return new Intl.NumberFormat(locale, { maximumFractionDigits: digits }).format(value)
}

/** A bound as the protocol has it: all its digits. */
export function formatBound(bound: number, locale: string): string {
  return `${new Intl.NumberFormat(locale, { maximumFractionDigits: 6 }).format(100 * bound)}\u00a0%`
}

/** The first digits of a hash, enough to tell it apart by eye. */
export function shortHash(hash: string): string {
  return `${hash.slice(0, 12)}…`
}

/** A day (YYYY-MM-DD) as people of a language write it. */
export function formatDay(day: string, locale: string): string {
  return new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeZone: 'UTC' }).format(new Date(day))
}

/** A month (YYYY-MM), short. */
export function formatMonth(month: string, locale: string): string {
  const format = new Intl.DateTimeFormat(locale, { year: 'numeric', month: 'short', timeZone: 'UTC' })
  return format.format(new Date(`${month}-01`))
}

const byteUnits = ['byte', 'kilobyte', 'megabyte', 'gigabyte', 'terabyte'] as const

/** An amount of bytes, in the unit that leaves a small number. */
export function formatBytes(bytes: number, locale: string): string {
  const steps = Math.min(byteUnits.length - 1, Math.max(0, Math.floor(Math.log10(Math.max(1, bytes)) / 3)))
  const value = bytes / 1000 ** steps
  const style = { style: 'unit', unit: byteUnits[steps]!, unitDisplay: 'short' } as const
  return new Intl.NumberFormat(locale, { ...style, maximumFractionDigits: value < 10 ? 1 : 0 }).format(value)
}

/** How long something takes, in one unit, rounded up: 40 sec, 3 min, 2 hr. */
export function formatDuration(seconds: number, locale: string): string {
  const [value, unit] =
    seconds < 90 ? [seconds, 'second'] : seconds < 5400 ? [seconds / 60, 'minute'] : [seconds / 3600, 'hour']
  const style = { style: 'unit', unit, unitDisplay: 'short', maximumFractionDigits: 0 } as const
  return new Intl.NumberFormat(locale, style).format(Math.ceil(value))
}
