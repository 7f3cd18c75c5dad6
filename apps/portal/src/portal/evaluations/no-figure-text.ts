import type { Translator } from '@assay/messages'
import type { Figure } from '../../api/report-document.ts'

/** Why there is no figure, in words; `short` for the end of a line in a chart. None is given where nothing was released. */
export function noFigureText(figure: Figure | undefined, t: Translator, short = false): string {
  if (!figure) return t('portal.evaluation.figures.nothing')
  if (figure.status === 'estimated') return ''
  return t(short ? `report.reason.${figure.reason}` : `portal.evaluation.noFigure.${figure.reason}`)
}
