import type { Translator } from '@assay/messages'

const parts = /^(qrs|veb|sveb)\.(sensitivity|positive-predictivity)\.(gross|average)$/

/** A figure in few words, for narrow charts: `veb.positive-predictivity.gross` → “VEB +P”. */
export function shortFigureName(id: string, t: Translator): string {
  const found = parts.exec(id)
  if (!found) return figureName(id, t)
  const [target, measure, kind] = found.slice(1) as [string, 'sensitivity' | 'positive-predictivity', string]
  const name = t(`portal.evaluation.shortName.${measure}`, { target: target.toUpperCase() })
  return kind === 'gross' ? name : t('portal.evaluation.shortName.average', { name })
}

/** A figure in the report's words: `veb.sensitivity.gross` → “VEB sensitivity, gross”. */
export function figureName(id: string, t: Translator): string {
  if (id === 'completion') return t('report.target.completion')
  const found = parts.exec(id)
  if (!found) return id
  const [target, measure, kind] = found.slice(1) as ['qrs', 'sensitivity', 'gross']
  return t('report.figureName', {
    target: t(`report.target.${target}`),
    measure: t(`report.measure.${measure}`),
    kind: t(`report.kind.${kind}`),
  })
}
