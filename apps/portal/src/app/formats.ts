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
