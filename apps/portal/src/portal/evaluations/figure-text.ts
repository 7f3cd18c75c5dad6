import type { Language } from '@assay/contracts'
import type { Translator } from '@assay/messages'
import { type FigureMeasure, formatFigure, type IntervalEnd } from '@assay/report/charts'
import type { Figure } from '@assay/report/document'

/** A value of a figure, or an end of its interval, as the report writes it, on one line. */
export function valueText(value: number, measure: FigureMeasure, language: Language, end?: IntervalEnd): string {
  return formatFigure(value, measure, language, end).replaceAll(' ', '\u00a0')
}

/**
 * A figure's estimate; its range where a part is not known; or in words why there is none, also where no release gave
 * it (undefined). `short` for the end of a line in a chart.
 */
export function figureText(
  figure: Figure | undefined,
  { t, language }: { t: Translator; language: Language },
  short = false,
): string {
  if (!figure) return t('portal.evaluation.figures.nothing')
  if (figure.status === 'estimated') return valueText(figure.estimate, figure.measure, language)
  if (figure.status !== 'bounded')
    return t(short ? `report.reason.${figure.reason}` : `portal.evaluation.noFigure.${figure.reason}`)
  const range = t('portal.evaluation.bounded.range', {
    lower: valueText(figure.estimate.lower, figure.measure, language, 'lower'),
    upper: valueText(figure.estimate.upper, figure.measure, language, 'upper'),
  })
  return short
    ? range
    : t('portal.evaluation.bounded.why', { range, reason: t(`portal.evaluation.bounded.${figure.reason}`) })
}

/** The ends of a figure's interval, or of what it can be; a dash where it has none. */
export function intervalText(figure: Figure, { t, language }: { t: Translator; language: Language }): string {
  if (figure.status !== 'estimated' && figure.status !== 'bounded') return t('report.value.none')
  const { lower, upper } = figure.interval
  return t('report.value.range', {
    lower: valueText(lower, figure.measure, language, 'lower'),
    upper: valueText(upper, figure.measure, language, 'upper'),
  })
}
