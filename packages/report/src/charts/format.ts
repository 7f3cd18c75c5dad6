import type { Language } from '@assay/contracts'
import { translator } from '@assay/messages'

const locales: Record<Language, string> = { en: 'en-GB', zh: 'zh-CN' }

/** Which end of an interval a value is: its digits are cut away from the estimate, so that it never says more than is so. */
export type IntervalEnd = 'lower' | 'upper'

const roundings = { lower: 'floor', upper: 'ceil' } as const

/** What Intl is told to round an end outwards. */
function roundingOf(end: IntervalEnd | undefined): Intl.NumberFormatOptions {
  return end ? { roundingMode: roundings[end] } : {}
}

/** Without the dust of binary fractions, which would be rounded up or down for a digit: 0.57 · 100 is 57. */
function percentOf(share: number): number {
  return Number((100 * share).toPrecision(12))
}

/** A share as a percentage: two decimals from 99 % on, else one. 100 % only where it is exactly that, or an upper end. */
export function formatShare(share: number, language: Language, end?: IntervalEnd): string {
  const percent = percentOf(share)
  const digits = percent > 99 && share < 1 ? 2 : 1
  const isNearly = end !== 'upper' && share < 1 && Number(percent.toFixed(digits)) === 100
  const format = new Intl.NumberFormat(locales[language], {
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
    ...roundingOf(end),
  })
  return `${format.format(isNearly ? 99.99 : percent)} %`
}

/** What kind of number a figure is; absent, a share. As `statistics` has it. */
export type FigureMeasure = 'share' | 'difference' | 'ratio' | 'number' | undefined

/**
 * A figure as people read it: a share in per cent, a difference of shares in points with its sign, else a number.
 * @param end given for an end of an interval, which is rounded outwards
 */
export function formatFigure(value: number, measure: FigureMeasure, language: Language, end?: IntervalEnd): string {
  if (measure === undefined || measure === 'share') return formatShare(value, language, end)
  if (measure === 'difference')
    return translator(language)('common.points', { points: formatPoints(value, language, end) })
  return new Intl.NumberFormat(locales[language], { maximumSignificantDigits: 3, ...roundingOf(end) }).format(value)
}

/** 0.0312 → +3.1, with the minus sign of typography. */
function formatPoints(difference: number, language: Language, end?: IntervalEnd): string {
  const digits = Math.abs(difference) < 0.01 ? 2 : 1
  const format = new Intl.NumberFormat(locales[language], {
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
    signDisplay: 'exceptZero',
    ...roundingOf(end),
  })
  return format.format(percentOf(difference)).replace('-', '−')
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
