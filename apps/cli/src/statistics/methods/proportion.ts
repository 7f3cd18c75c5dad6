import type { Translator } from '@assay/messages'
import { limit } from '@assay/statistics'
import {
  type BinomialMethod,
  binomialProportion,
  clusteredShare,
  type DerivedFigure,
  likelihoodRatios,
  predictiveValues,
  type TwoByTwo,
} from '@assay/statistics/proportions'
import type { Method, MethodInput, MethodResult, NumberFormat, ResultCell } from '../method.ts'
import { between } from '../numbers.ts'
import { oneOf } from '../option-choice.ts'
import type { Columns } from '../tables/columns.ts'

const methods = ['wilson', 'wilson-continuity', 'clopper-pearson', 'jeffreys', 'agresti-coull'] as const

/** `assay statistics proportion`: a share of calls, or sensitivity and specificity against the truth. */
export const proportion: Method = {
  columns: [
    { name: 'call', kind: 'binary', required: true, mayMiss: true, description: 'cli.statistics.column.call' },
    { name: 'truth', kind: 'binary', required: false, description: 'cli.statistics.column.truth' },
    { name: 'patient', kind: 'text', required: false, description: 'cli.statistics.column.patient' },
  ],
  describe: (command, t) =>
    command
      .option(
        '--method <method>',
        t('cli.statistics.proportion.method', { methods: methods.join(', ') }),
        oneOf(methods, '--method'),
        'wilson',
      )
      .option('--prevalence <share>', t('cli.statistics.proportion.prevalence'), (text) =>
        between(text, '--prevalence'),
      ),
  run: (input) => (input.columns.has('truth') ? againstTruth(input) : ofAll(input)),
}

/** A row of the printed table and of the JSON. */
interface Row {
  name: string
  successes: number
  trials: number
  clusters?: number
  effectiveClusters?: number
  method: string
  figure: DerivedFigure
  format: NumberFormat
}

function ofAll(input: MethodInput): MethodResult {
  const { columns, t } = input
  const call = columns.binary('call')
  const row = shareRow(input, 'positive', [...call.keys()], (index) => call[index] === 1)
  return resultOf([row], failures(call), t)
}

function againstTruth(input: MethodInput): MethodResult {
  const { columns, t } = input
  const [call, truth] = [columns.binary('call'), columns.binary('truth')]
  const of = (value: 0 | 1) => [...truth.keys()].filter((index) => truth[index] === value)
  // A failed output is the wrong extreme: it missed what is diseased, and raised an alarm at what is not.
  const rows = [
    shareRow(input, 'sensitivity', of(1), (index) => call[index] === 1),
    shareRow(input, 'specificity', of(0), (index) => call[index] === 0),
  ]
  return resultOf([...rows, ...derivedRows(input, tableOf(rows))], failures(call), t)
}

function tableOf([diseased, healthy]: readonly Row[]): TwoByTwo {
  return {
    truePositive: diseased!.successes,
    falseNegative: diseased!.trials - diseased!.successes,
    trueNegative: healthy!.successes,
    falsePositive: healthy!.trials - healthy!.successes,
  }
}

/** Likelihood ratios, and predictive values at a prevalence: their intervals take cases for independent. */
function derivedRows({ options, level, columns }: MethodInput, counts: TwoByTwo): Row[] {
  if (columns.has('patient')) return []
  const [successes, trials] = [counts.truePositive, counts.truePositive + counts.falseNegative]
  const row = (name: string, figure: DerivedFigure, method: string, format: NumberFormat): Row => ({
    ...{ name, figure, method, format, successes, trials },
  })
  const ratios = likelihoodRatios(counts, level)
  const prevalence = options.prevalence as number | undefined
  const values = prevalence === undefined ? undefined : predictiveValues(counts, prevalence, level)
  return [
    row('likelihoodRatioPositive', ratios.positive, 'simel', 'number'),
    row('likelihoodRatioNegative', ratios.negative, 'simel', 'number'),
    ...(values
      ? [
          row('predictiveValuePositive', values.positive, 'mercaldo', 'share'),
          row('predictiveValueNegative', values.negative, 'mercaldo', 'share'),
        ]
      : []),
  ]
}

function shareRow(
  { columns, options, level }: MethodInput,
  name: string,
  cases: readonly number[],
  isSuccess: (index: number) => boolean,
): Row {
  const successes = cases.filter(isSuccess).length
  const counted = { name, successes, trials: cases.length, format: 'share' as const }
  if (columns.has('patient')) return { ...counted, ...clustered(columns, level, cases, isSuccess) }
  const method = options.method as BinomialMethod
  const found = binomialProportion(successes, cases.length, method, level)
  return { ...counted, method, figure: found.status === 'estimated' ? flat(found) : found }
}

function flat({ estimate, interval }: { estimate: number; interval: { lower: number; upper: number; level: number } }) {
  const { lower, upper, level } = interval
  return { status: 'estimated' as const, estimate, lower, upper, level }
}

function clustered(columns: Columns, level: number, cases: readonly number[], isSuccess: (index: number) => boolean) {
  const patients = columns.text('patient')
  const found = clusteredShare(
    'share',
    cases.map((index) => ({ patient: patients[index]!, numerator: isSuccess(index) ? 1 : 0, denominator: 1 })),
  )
  if (found.status !== 'estimated') {
    const reason = found.status === 'undefined' && found.reason === 'empty-denominator' ? found.reason : 'no-variance'
    return { method: 'clustered', figure: { status: 'undefined' as const, reason } as DerivedFigure }
  }
  const alpha = (1 - level) / 2
  const [lower, upper] = [limit(found, 'lower', alpha), limit(found, 'upper', alpha)]
  return {
    ...{ method: found.interval.method, clusters: found.patients, effectiveClusters: found.effectivePatients },
    figure: { status: 'estimated' as const, estimate: found.estimate, lower, upper, level },
  }
}

function failures(call: Uint8Array): number {
  return call.reduce((sum, value) => sum + (value === 255 ? 1 : 0), 0)
}

function resultOf(rows: readonly Row[], failed: number, t: Translator): MethodResult {
  const word = (name: 'figure' | 'estimate' | 'method' | 'cases') => t(`cli.statistics.result.${name}`)
  const level = rows.map(({ figure }) => (figure.status === 'estimated' ? figure.level : undefined)).find(Boolean)
  const interval = t('cli.statistics.result.interval', { level: `${Number((100 * (level ?? 0.95)).toFixed(4))} %` })
  const table = {
    title: '',
    columns: [word('figure'), word('estimate'), interval, word('cases'), word('method')],
    rows: rows.map((row): ResultCell[] => [
      t(`cli.statistics.proportion.figure.${row.name as 'sensitivity'}`),
      ...figureCells(row, t),
      `${row.successes} / ${row.trials}`,
      t(`cli.statistics.proportion.by.${row.method as 'wilson'}`),
    ]),
  }
  const notes = [
    ...(failed > 0 ? [t('cli.statistics.failed', { count: failed })] : []),
    ...rows.flatMap(({ clusters, effectiveClusters }) =>
      clusters && effectiveClusters
        ? [t('cli.statistics.clusters', { clusters, effective: effectiveClusters.toFixed(1) })]
        : [],
    ),
  ]
  return { tables: [table], notes: [...new Set(notes)], json: { figures: rows.map(jsonOf), failed } }
}

function figureCells({ figure, format }: Row, t: Translator): [ResultCell, ResultCell] {
  if (figure.status !== 'estimated')
    return [{ none: t(`cli.statistics.reason.${figure.reason}`) }, { none: t('cli.statistics.result.none') }]
  const { estimate, lower, upper } = figure
  return [
    { value: estimate, format },
    { lower, upper, format },
  ]
}

function jsonOf({ figure, format: _, ...row }: Row): Record<string, unknown> {
  return { ...row, ...figure }
}
