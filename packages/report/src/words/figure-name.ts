import { resources, type Translator } from '@assay/messages'
import { sizeName } from './size-name.ts'

const { target: targets, measure: measures, kind: kinds } = resources.en.translation.report
const { endpoint: endpoints, figure: figures } = resources.en.translation.scoring

/**
 * A figure in the report's words, e.g. `veb.sensitivity.gross` → “VEB sensitivity, gross”; its id where there are no words for it.
 * @param endpoint whose figure it is: of endpoints that have a name, figures are called after both
 */
export function figureName(id: string, t: Translator, endpoint = ''): string {
  if (isNamed(endpoints, endpoint))
    return t('scoring.named', { endpoint: t(`scoring.endpoint.${endpoint}`), figure: plainName(id, t) ?? id })
  if (id === 'completion') return t('report.target.completion')
  return detectionName(id, t) ?? beatName(id, t) ?? plainName(id, t) ?? id
}

/** Figures of calls, scores, grades and means, whatever they are of. */
function plainName(id: string, t: Translator): string | undefined {
  const [, measure, threshold] = /^(sensitivity|specificity)\.from-(.+)$/.exec(id) ?? []
  if (threshold !== undefined) return t(`scoring.from.${measure as 'sensitivity' | 'specificity'}`, { threshold })
  return isNamed(figures, id) ? t(`scoring.figure.${id}`) : undefined
}

function beatName(id: string, t: Translator): string | undefined {
  const [target = '', measure = '', kind = '', ...rest] = id.split('.')
  const isKnown = isNamed(targets, target) && isNamed(measures, measure) && isNamed(kinds, kind) && rest.length === 0
  if (!isKnown) return undefined
  return t('report.figureName', {
    target: t(`report.target.${target}`),
    measure: t(`report.measure.${measure}`),
    kind: t(`report.kind.${kind}`),
  })
}

const detections = /^(?:mean|sensitivity\.at-(\d+(?:\.\d+)?))(?:\.size-(.+))?$/

/** Figures of FROC and its kin. */
function detectionName(id: string, t: Translator): string | undefined {
  if (id === 'afroc-area') return t('detection.figure.afroc-area')
  const found = detections.exec(id)
  if (!found) return undefined
  const [, rate, size] = found
  const figure = rate === undefined ? t('detection.figure.mean') : t('detection.figure.at', { rate })
  const sizes = size === undefined ? undefined : sizeName(size, t)
  return sizes === undefined ? figure : t('detection.figure.sized', { figure, size: sizes })
}

/** A figure in few words, for narrow charts; undefined where it has none. */
export function shortDetectionName(id: string, t: Translator): string | undefined {
  const [, rate, size] = detections.exec(id) ?? []
  if (size !== undefined || !detections.test(id)) return undefined
  return rate === undefined ? t('detection.short.mean') : t('detection.short.at', { rate })
}

function isNamed<Names extends object>(names: Names, name: string): name is keyof Names & string {
  return Object.hasOwn(names, name)
}
