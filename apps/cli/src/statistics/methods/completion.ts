import type { Translator } from '@assay/messages'
import { findOneRoundEstimator, limit, release } from '@assay/statistics'
import type { ResultCell, ResultTable } from '../method.ts'

/** How many cases have an output, co-primary with whatever failed outputs count as; no interval with a single patient. */
export interface Completion {
  readonly completed: number
  readonly cases: number
  readonly estimate: number
  readonly lower: number | null
  readonly upper: number | null
}

/** The completion rate as the estimator `case-mean` has it: cases cluster in patients. */
export function completionOf(
  cases: readonly { readonly patient: string; readonly failed: boolean }[],
  level: number,
): Completion {
  const estimator = findOneRoundEstimator('case-mean', 1)!
  const scores = cases.map(({ patient, failed }) => ({ patient, score: failed ? null : 1 }))
  const released = release(estimator.summarise(scores, {}), ({ value }) => ({ kind: 'exact', value }))
  const figure = estimator.estimate([{ site: 'here', released }], {}).find(({ id }) => id === 'completion')
  const completed = cases.filter(({ failed }) => !failed).length
  const tail = (1 - level) / 2
  const isEstimated = figure?.status === 'estimated'
  return {
    completed,
    cases: cases.length,
    estimate: completed / cases.length,
    lower: isEstimated ? limit(figure, 'lower', tail) : null,
    upper: isEstimated ? limit(figure, 'upper', tail) : null,
  }
}

export function completionTable(
  { completed, cases, estimate, lower, upper }: Completion,
  t: Translator,
  level: number,
): ResultTable {
  const range: ResultCell =
    lower === null || upper === null ? { none: t('cli.statistics.result.none') } : { lower, upper, format: 'share' }
  return {
    title: t('report.target.completion'),
    columns: [
      ...[t('cli.statistics.result.figure'), t('cli.statistics.result.estimate')],
      t('cli.statistics.result.interval', { level: `${Number((100 * level).toPrecision(10))} %` }),
      t('cli.statistics.beats.of'),
    ],
    rows: [[t('report.target.completion'), { value: estimate, format: 'share' }, range, `${completed} / ${cases}`]],
  }
}
