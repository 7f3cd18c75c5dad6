import type { Language } from '@assay/contracts'

const locales: Record<Language, string> = { en: 'en-GB', zh: 'zh-CN' }

/** A share as a percentage: two decimals from 99 % on, else one. 100 % only where it is exactly that. */
export function formatShare(share: number, language: Language): string {
  const percent = 100 * share
  const digits = percent > 99 && percent < 100 ? 2 : 1
  const shown = percent < 100 && Number(percent.toFixed(digits)) === 100 ? 99.99 : percent
  return `${new Intl.NumberFormat(locales[language], { minimumFractionDigits: digits, maximumFractionDigits: digits }).format(shown)} %`
}

/** A share for an axis: as few decimals as it needs. */
export function formatTick(share: number): string {
  return `${Number((100 * share).toFixed(1))} %`
}

/** A number with at most one decimal. */
export function formatNumber(value: number, language: Language): string {
  return new Intl.NumberFormat(locales[language], { maximumFractionDigits: 1 }).format(value)
}

/** A day and time in UTC. */
export function formatInstant(instant: string, language: Language): string {
  return `${new Intl.DateTimeFormat(locales[language], { dateStyle: 'medium', timeStyle: 'short', timeZone: 'UTC' }).format(new Date(instant))} UTC`
}
