import type { Language } from '@assay/contracts'
import { translator } from '@assay/messages'

const locales: Record<Language, string> = { en: 'en-GB', zh: 'zh-CN' }

/** A share as a percentage: two decimals from 99 % on, else one. 100 % only where it is exactly that. */
export function formatShare(share: number, language: Language): string {
  const percent = 100 * share
  const digits = percent > 99 && percent < 100 ? 2 : 1
  const shown = percent < 100 && Number(percent.toFixed(digits)) === 100 ? 99.99 : percent
  return `${new Intl.NumberFormat(locales[language], { minimumFractionDigits: digits, maximumFractionDigits: digits }).format(shown)} %`
}

/** What kind of number a figure is; absent, a share. As `statistics` has it. */
export type FigureMeasure = 'share' | 'difference' | 'ratio' | 'number' | undefined

/** A figure as people read it: a share in per cent, a difference of shares in points with its sign, else a number. */
export function formatFigure(value: number, measure: FigureMeasure, language: Language): string {
  if (measure === undefined || measure === 'share') return formatShare(value, language)
  if (measure === 'difference') return translator(language)('common.points', { points: formatPoints(value, language) })
  return new Intl.NumberFormat(locales[language], { maximumSignificantDigits: 3 }).format(value)
}

/** 0.0312 → +3.1, with the minus sign of typography. */
function formatPoints(difference: number, language: Language): string {
  const digits = Math.abs(difference) < 0.01 ? 2 : 1
  const format = new Intl.NumberFormat(locales[language], {
    ...{ minimumFractionDigits: digits, maximumFractionDigits: digits, signDisplay: 'exceptZero' },
  })
  return format.format(100 * difference).replace('-', '−')
}

/** A figure for an axis: as few decimals as it needs. */
export function formatFigureTick(value: number, measure: FigureMeasure): string {
  if (measure === undefined || measure === 'share') return formatTick(value)
  const shown = measure === 'difference' ? 100 * value : value
  return `${Number(shown.toPrecision(3))}`.replace('-', '−')
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
