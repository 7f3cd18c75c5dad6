import { AssayError } from '@assay/contracts'
import type { Translator } from '@assay/messages'
import { adjustedEstimates, fixedSampleEstimate, type Look, type LookFamily } from '@assay/statistics/looks'
import type { ResultCell, ResultTable } from '../method.ts'
import type { LooksOptions } from './looks-options.ts'

type Results = Pick<LooksOptions, 'estimates' | 'errors' | 'bound'>

interface Plan {
  readonly names: readonly string[]
  readonly looks: readonly Look[]
  readonly family?: LookFamily
}

interface Judged {
  readonly look: number
  readonly estimate: number
  readonly error: number
  readonly statistic: number
  readonly quantile: number
  /** Whether the statistic is above its limit; nothing counts after the first that is. */
  readonly decision: 'approved' | 'not-approved' | 'after-stop'
}

/**
 * What the looks so far came to: each held against its own limit; and the estimate, interval and p at the look that stopped, or the last, adjusted where the
 * looks' joint distribution is known.
 * @throws AssayError `option-invalid`
 */
export function judgeResults(results: Results, plan: Plan, level: number, t: Translator) {
  const { estimates, errors, bound } = checked(results, plan.looks.length)
  if (estimates.length === 0) return undefined
  const judged = judge(estimates, errors, bound, plan.looks)
  const last = judged.findLast(({ decision }) => decision !== 'after-stop')!
  const adjusted = plan.family && adjust(last, bound, { ...plan, family: plan.family }, level)
  const words = { look: plan.names[last.look - 1]!, level: `${Number((100 * level).toPrecision(10))} %` }
  return {
    tables: [
      decisionTable(judged, plan.names, t),
      ...(adjusted ? [adjustedTable(last, adjusted, level, t, words)] : []),
    ],
    notes: [t(`cli.statistics.looks.note.${adjusted ? 'adjusted' : 'notAdjusted'}`, { bound })],
    json: { bound, level, looks: judged, adjusted },
  }
}

function checked({ estimates = [], errors = [], bound }: Results, looks: number) {
  const refuse = (option: string, what: string) => new AssayError('option-invalid', { option, what })
  if (estimates.length === 0 && (errors.length > 0 || bound !== undefined))
    throw refuse('--estimates', 'option-look-estimates')
  if (estimates.length > looks) throw refuse('--estimates', 'option-look-too-many')
  if (errors.length !== estimates.length || errors.some((error) => !(error > 0)))
    throw refuse('--errors', 'option-look-errors')
  if (estimates.length > 0 && bound === undefined) throw refuse('--bound', 'option-look-bound')
  return { estimates, errors, bound: bound ?? 0 }
}

function judge(
  estimates: readonly number[],
  errors: readonly number[],
  bound: number,
  looks: readonly Look[],
): Judged[] {
  const statistics = estimates.map((estimate, i) => (estimate - bound) / errors[i]!)
  const stop = statistics.findIndex((statistic, i) => statistic > looks[i]!.quantile)
  return statistics.map((statistic, i) => ({
    look: i + 1,
    estimate: estimates[i]!,
    error: errors[i]!,
    statistic,
    quantile: looks[i]!.quantile,
    decision: stop < 0 || i < stop ? 'not-approved' : i === stop ? 'approved' : 'after-stop',
  }))
}

function adjust(
  { look, statistic, error }: Judged,
  bound: number,
  { looks, family }: Plan & { family: LookFamily },
  level: number,
) {
  const found = adjustedEstimates(family, looks, level)({ look, statistic, standardError: error })
  const { estimate, lower, upper, p } = found
  return { look, estimate: bound + estimate, interval: { lower: bound + lower, upper: bound + upper }, p }
}

const number = (value: number): ResultCell => ({ value, format: 'number' })

function decisionTable(judged: readonly Judged[], names: readonly string[], t: Translator): ResultTable {
  return {
    title: t('cli.statistics.looks.decisions'),
    columns: [
      ...(['look', 'estimate', 'lowerLimit'] as const).map((key) => t(`cli.statistics.looks.${key}`)),
      ...['z', t('cli.statistics.looks.zLimit'), t('cli.statistics.looks.decision')],
    ],
    rows: judged.map(({ look, estimate, error, statistic, quantile, decision }): ResultCell[] => [
      ...[names[look - 1]!, number(estimate), number(estimate - quantile * error), number(statistic), number(quantile)],
      t(`cli.statistics.looks.decided.${decision}`),
    ]),
  }
}

function adjustedTable(
  { look, estimate, error, statistic }: Judged,
  adjusted: ReturnType<typeof adjust>,
  level: number,
  t: Translator,
  words: { look: string; level: string },
): ResultTable {
  const plain = fixedSampleEstimate({ look, statistic, standardError: error }, level)
  const bound = estimate - plain.estimate
  return {
    title: t('cli.statistics.looks.adjustedTitle', words),
    columns: ['', t('cli.statistics.looks.estimate'), t('cli.statistics.looks.interval', words), 'p'],
    rows: [
      [
        ...[t('cli.statistics.looks.asIs'), number(estimate)],
        ...[{ lower: bound + plain.lower, upper: bound + plain.upper, format: 'number' } as const, pCell(plain.p)],
      ],
      [
        ...[t('cli.statistics.looks.adjusted'), number(adjusted.estimate)],
        ...[{ ...adjusted.interval, format: 'number' } as const, pCell(adjusted.p)],
      ],
    ],
  }
}

const pCell = (value: number): ResultCell => ({ value, format: 'p' })
