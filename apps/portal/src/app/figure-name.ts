import type { Translator } from '@assay/messages'
import { figureName, shortDetectionName } from '@assay/report/document'

const parts = /^(qrs|veb|sveb)\.(sensitivity|positive-predictivity)\.(gross|average)$/

/** A figure in few words, for narrow charts: `veb.positive-predictivity.gross` → “VEB +P”. */
export function shortFigureName(id: string, t: Translator, endpoint?: string): string {
  const found = parts.exec(id)
  if (!found) return (endpoint === undefined ? shortDetectionName(id, t) : undefined) ?? figureName(id, t, endpoint)
  const [target, measure, kind] = found.slice(1) as [string, 'sensitivity' | 'positive-predictivity', string]
  const name = t(`portal.evaluation.shortName.${measure}`, { target: target.toUpperCase() })
  return kind === 'gross' ? name : t('portal.evaluation.shortName.average', { name })
}
