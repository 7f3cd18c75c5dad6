import type { Language } from '@assay/contracts'
import { type Translator, translator } from '@assay/messages'
import type { CriterionOutcome, Figure } from '@assay/statistics'
import { formatNumber, formatShare } from '../charts/format.ts'

/** The words of a report in one language. */
export interface ReportWords {
  language: Language
  t: Translator
  share(value: number): string
  number(value: number): string
  /** Name of a figure, e.g. VEB sensitivity, gross. */
  figure(id: string): string
  /** An estimate as it is read; why there is none where there isn't. */
  estimate(figure: Figure): string
  interval(figure: Figure): string
  criterion(outcome: CriterionOutcome): string
}

type Target = 'qrs' | 'veb' | 'sveb'
type Measure = 'sensitivity' | 'positive-predictivity'
type Kind = 'gross' | 'average'

/** The words of a report. */
export function reportWords(language: Language): ReportWords {
  const t = translator(language)
  const share = (value: number) => formatShare(value, language)
  const figure = (id: string) => {
    const [target, measure, kind] = id.split('.') as [Target, Measure, Kind]
    if (!measure) return t('report.target.completion')
    return t('report.figureName', {
      target: t(`report.target.${target}`),
      measure: t(`report.measure.${measure}`),
      kind: t(`report.kind.${kind}`),
    })
  }
  return {
    language,
    t,
    share,
    figure,
    number: (value) => formatNumber(value, language),
    estimate: (given) => (given.status === 'estimated' ? share(given.estimate) : t(`report.reason.${given.reason}`)),
    interval: (given) =>
      given.status === 'estimated'
        ? `${share(given.interval.lower)} – ${share(given.interval.upper)}`
        : t('report.value.none'),
    criterion: ({ side, alpha, figure: { id }, bound }) =>
      t(`report.criterion.${side}`, { level: share(1 - alpha), figure: figure(id), bound: share(bound) }),
  }
}
