import type { Language } from '@assay/contracts'
import { resources, type Translator, translator } from '@assay/messages'
import type { CriterionOutcome, Figure } from '@assay/statistics'
import { type FigureMeasure, formatFigure, formatNumber, formatShare, type IntervalEnd } from '../charts/format.ts'
import { figureName } from '../words/figure-name.ts'

/** The words of a report in one language. */
export interface ReportWords {
  language: Language
  t: Translator
  share(value: number): string
  /** A value of a figure, as its measure is read. */
  value(value: number, measure: FigureMeasure, end?: IntervalEnd): string
  number(value: number): string
  /** A count with what is counted, in the number that the language wants: 1 patient, 7,823 records. */
  counted(what: 'patients' | 'records' | 'hospitals', count: number): string
  /** Name of a figure, e.g. VEB sensitivity, gross; its id where there are no words for it. */
  figure(id: string, endpoint?: string): string
  /** An estimate as it is read; why there is none where there isn't. */
  estimate(figure: Figure): string
  interval(figure: Figure): string
  criterion(outcome: CriterionOutcome): string
  list(parts: readonly string[]): string
  /** Parts of an isolation in words. */
  isolationParts(parts: readonly string[]): string
  /** A release policy in words. */
  policy(given: { id: string; version: number }): string
}

const { policy: policies } = resources.en.translation.report
const { isolationPart } = resources.en.translation.common

/** The words of a report. */
export function reportWords(language: Language): ReportWords {
  const t = translator(language)
  const share = (value: number) => formatShare(value, language)
  const value = (given: number, measure: FigureMeasure, end?: IntervalEnd) =>
    formatFigure(given, measure, language, end)
  const figure = (id: string, endpoint?: string) => figureName(id, t, endpoint)
  const list = (parts: readonly string[]) => parts.join(t('common.listSeparator'))
  return {
    language,
    t,
    share,
    value,
    figure,
    list,
    number: (value) => formatNumber(value, language),
    counted: (what, count) => t(`common.count.${what}`, { count, shown: formatNumber(count, language) }),
    estimate: (given) => {
      if (given.status === 'estimated') return value(given.estimate, given.measure)
      if (given.status === 'bounded') return t('report.value.rangeFor', rangeOf(given.estimate, given.measure, value))
      return t(`report.reason.${given.reason}`)
    },
    interval: (given) =>
      given.status === 'estimated' || given.status === 'bounded'
        ? t('report.value.range', rangeOf(given.interval, given.measure, value))
        : t('report.value.none'),
    criterion: ({ endpoint, side, alpha, figure: { id, measure }, bound }) =>
      t(`report.criterion.${side}`, {
        level: share(1 - alpha),
        figure: figure(id, endpoint),
        bound: value(bound, measure),
      }),
    isolationParts: (parts) =>
      list(parts.map((part) => (isNamed(isolationPart, part) ? t(`common.isolationPart.${part}`) : part))),
    policy: ({ id, version }) =>
      t('report.value.policy', { policy: isNamed(policies, id) ? t(`report.policy.${id}`) : id, version }),
  }
}

/** Both ends of a range in words. */
function rangeOf(
  { lower, upper }: { lower: number; upper: number },
  measure: FigureMeasure,
  value: ReportWords['value'],
): { lower: string; upper: string } {
  return { lower: value(lower, measure, 'lower'), upper: value(upper, measure, 'upper') }
}

function isNamed<Names extends object>(names: Names, name: string): name is keyof Names & string {
  return Object.hasOwn(names, name)
}
