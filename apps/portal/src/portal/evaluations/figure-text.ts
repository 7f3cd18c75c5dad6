import type { Language } from '@assay/contracts'
import type { Translator } from '@assay/messages'
import { formatNumber } from '@assay/report/charts'
import type { Figure } from '@assay/report/document'
import { shareText } from '../../charts/share-text.ts'

/** A value of a figure: shares and differences of shares as percentages, other numbers as they are. */
export function valueText(value: number, measure: Figure['measure'], language: Language): string {
  if (measure === 'ratio' || measure === 'number') return formatNumber(value, language)
  return shareText(value, language)
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
    lower: valueText(figure.estimate.lower, figure.measure, language),
    upper: valueText(figure.estimate.upper, figure.measure, language),
  })
  return short
    ? range
    : t('portal.evaluation.bounded.why', { range, reason: t(`portal.evaluation.bounded.${figure.reason}`) })
}
