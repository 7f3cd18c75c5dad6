import { AssayError } from '@assay/contracts'
import type { Translator } from '@assay/messages'
import { limit } from '@assay/statistics'
import type { UnpairedMethod } from '@assay/statistics/paired'
import {
  type BinomialMethod,
  classifiedFigures,
  likelihoodRatios,
  predictiveValues,
  type RatioMethod,
} from '@assay/statistics/proportions'
import type { Method, MethodInput, MethodResult, NumberFormat, ResultCell, ResultTable } from '../method.ts'
import { between, wholeNumber } from '../numbers.ts'
import { oneOf } from '../option-choice.ts'
import { type CaseSample, readSample, sampleColumns } from './case-sample.ts'
import { compareGroups, type GroupComparison } from './group-difference.ts'
import { type MarginOptions, marginTable, withMarginOptions } from './margin-test.ts'
import {
  clusteredMethods,
  countedShare,
  type FoundShare,
  independentMethods,
  type Share,
  type ShareMethod,
  type ShareRules,
  shareMethods,
  shareOf,
} from './share-interval.ts'

interface ProportionOptions extends MarginOptions {
  readonly method?: ShareMethod
  readonly ratio: RatioMethod
  readonly difference: UnpairedMethod
  readonly prevalence?: number
  readonly successes?: number
  readonly trials?: number
  readonly replicates: number
}

/** `assay statistics proportion`: a share of calls, or sensitivity and specificity against the truth. */
export const proportion: Method<ProportionOptions> = {
  columns: sampleColumns,
  readsTable: ({ successes, trials }) => successes === undefined && trials === undefined,
  describe: (command, t) =>
    withMarginOptions(command, t)
      .option(
        '--method <method>',
        t('cli.statistics.proportion.method', {
          methods: independentMethods.join(', '),
          clustered: clusteredMethods.join(', '),
        }),
        oneOf(shareMethods, '--method'),
      )
      .option('--ratio <method>', t('cli.statistics.proportion.ratio'), oneOf(['simel', 'score'], '--ratio'), 'simel')
      .option(
        '--difference <method>',
        t('cli.statistics.proportion.difference'),
        oneOf(['miettinen-nurminen', 'newcombe'], '--difference'),
        'miettinen-nurminen',
      )
      .option('--prevalence <share>', t('cli.statistics.proportion.prevalence'), (text) =>
        between(text, '--prevalence'),
      )
      .option('--successes <count>', t('cli.statistics.proportion.successes'), (text) =>
        wholeNumber(text, '--successes'),
      )
      .option('--trials <count>', t('cli.statistics.proportion.trials'), (text) => wholeNumber(text, '--trials'))
      .option(
        '--replicates <number>',
        t('cli.statistics.replicates'),
        (text) => wholeNumber(text, '--replicates'),
        10_000,
      ),
  run(input) {
    const options = input.options
    return proportion.readsTable?.(input.options) === false ? ofCounts(options, input) : ofTable(options, input)
  },
}

type ShareFigure = 'positive' | 'sensitivity' | 'specificity'
type DerivedName =
  | 'likelihoodRatioPositive'
  | 'likelihoodRatioNegative'
  | 'predictiveValuePositive'
  | 'predictiveValueNegative'

/** A row of the printed table and of the JSON. */
interface Row extends Omit<Share, 'successes' | 'trials'> {
  figure: ShareFigure | DerivedName
  successes?: number
  trials?: number
  /** Site or group that it is of. */
  of?: string
  format: NumberFormat
}

function ofCounts(
  { successes, trials, method = 'wilson' }: ProportionOptions,
  input: MethodInput<ProportionOptions>,
): MethodResult {
  if (successes === undefined || trials === undefined || successes > trials)
    throw new AssayError('option-invalid', { option: '--successes, --trials', what: 'option-counts' })
  const chosen = oneOf(independentMethods, '--method')(method)
  const share = countedShare(successes, trials, chosen as BinomialMethod, input.level)
  return resultOf({ rows: [{ figure: 'positive', format: 'share', ...share }], failed: 0 }, input)
}

/** A share of cases and of which of them. */
interface Question {
  figure: ShareFigure
  cases: readonly number[]
  isSuccess: (row: number) => boolean
}

function ofTable(options: ProportionOptions, input: MethodInput<ProportionOptions>): MethodResult {
  const sample = readSample(input)
  const { level, seed, progress } = input
  const rules: ShareRules = { method: options.method, level, seed, progress, replicates: options.replicates }
  const questions = questionsOf(sample)
  const whole = questions.map((one) => rowOf(sample, one, rules))
  const groups = sample.group ? questions.map((one) => groupsOf(sample, one, sample.group ?? [], rules)) : []
  const comparisons = groups.map((own, index) => {
    const { figure, isSuccess } = questions[index]!
    return compareGroups(figure, own, isSuccess, { sample, options, level })
  })
  const ofGroups = groups.flatMap((own, index) =>
    own.map(({ name, share }): Row => ({ figure: questions[index]!.figure, of: name, format: 'share', ...share })),
  )
  const sites = sample.site ? questions.flatMap((one) => siteRows(sample, one, rules)) : []
  const failed = sample.call.reduce((sum, value) => sum + (value === 255 ? 1 : 0), 0)
  const derived = sample.truth && groups.length === 0 ? derivedRows(sample, whole, options, level) : []
  return resultOf({ rows: [...(groups.length > 0 ? ofGroups : whole), ...derived], sites, comparisons, failed }, input)
}

/** Without the truth, the share of positive calls. A failed output is the wrong answer; without the truth, not positive. */
function questionsOf({ call, truth }: CaseSample): Question[] {
  const rows = [...call.keys()]
  if (!truth) return [{ figure: 'positive', cases: rows, isSuccess: (row) => call[row] === 1 }]
  const of = (value: 0 | 1) => rows.filter((row) => truth[row] === value)
  return [
    { figure: 'sensitivity', cases: of(1), isSuccess: (row) => call[row] === 1 },
    { figure: 'specificity', cases: of(0), isSuccess: (row) => call[row] === 0 },
  ]
}

function rowOf(sample: CaseSample, { figure, cases, isSuccess }: Question, rules: ShareRules): Row {
  return { figure, format: 'share', ...shareOf(sample, cases, isSuccess, rules) }
}

function groupsOf(sample: CaseSample, { cases, isSuccess }: Question, labels: readonly string[], rules: ShareRules) {
  return [...new Set(labels)].map((name) => {
    const own = cases.filter((row) => labels[row] === name)
    return { name, cases: own, share: shareOf(sample, own, isSuccess, rules) }
  })
}

function siteRows(sample: CaseSample, question: Question, rules: ShareRules): Row[] {
  return groupsOf(sample, question, sample.site ?? [], rules).map(({ name, share }) => {
    return { figure: question.figure, of: name, format: 'share', ...share }
  })
}

/** Likelihood ratios, and predictive values at a prevalence. Strata are no part of them. */
function derivedRows(sample: CaseSample, shares: readonly Row[], options: ProportionOptions, level: number): Row[] {
  if (sample.stratum) return []
  if (sample.patient || sample.weight) return clusteredRows(sample, options, level)
  const [diseased, healthy] = shares
  const counts = {
    truePositive: diseased?.successes ?? 0,
    falseNegative: missed(diseased),
    trueNegative: healthy?.successes ?? 0,
    falsePositive: missed(healthy),
  }
  const ratios = likelihoodRatios(counts, level, options.ratio)
  const { prevalence } = options
  const values = prevalence === undefined ? undefined : predictiveValues(counts, prevalence, level)
  const row = (figure: DerivedName, found: FoundShare, method: string): Row => {
    return { figure, found, method, format: figure.startsWith('likelihood') ? 'number' : 'share' }
  }
  return [
    row('likelihoodRatioPositive', ratios.positive, options.ratio),
    row('likelihoodRatioNegative', ratios.negative, options.ratio),
    ...(values
      ? [
          row('predictiveValuePositive', values.positive, 'mercaldo'),
          row('predictiveValueNegative', values.negative, 'mercaldo'),
        ]
      : []),
  ]
}

function missed(row: Row | undefined): number {
  return (row?.trials ?? 0) - (row?.successes ?? 0)
}

const derivedNames: ReadonlyMap<string, DerivedName> = new Map([
  ['likelihood-ratio.positive', 'likelihoodRatioPositive'],
  ['likelihood-ratio.negative', 'likelihoodRatioNegative'],
  ['predictive-value.positive', 'predictiveValuePositive'],
  ['predictive-value.negative', 'predictiveValueNegative'],
])

/** As the estimator `classification` gives them. */
function clusteredRows(
  { call, truth, patient, weight }: CaseSample,
  { prevalence }: ProportionOptions,
  level: number,
): Row[] {
  const cases = [...call].map((value, row) => ({
    patient: patient?.[row] ?? String(row),
    truth: truth?.[row] === 1,
    weight: weight?.[row],
    call: value === 255 ? null : value === 1,
  }))
  return classifiedFigures(cases, prevalence).flatMap((one): Row[] => {
    const figure = derivedNames.get(one.id)
    if (!figure) return []
    const row = { figure, format: figure.startsWith('likelihood') ? 'number' : 'share', method: 'linearised' } as const
    if (one.status !== 'estimated') {
      const reason = one.status === 'undefined' && isReason(one.reason) ? one.reason : 'no-variance'
      return [{ ...row, found: { status: 'undefined', reason } }]
    }
    const { estimate } = one
    const [lower, upper] = [limit(one, 'lower', (1 - level) / 2), limit(one, 'upper', (1 - level) / 2)]
    return [{ ...row, found: { status: 'estimated', estimate, lower, upper, level } }]
  })
}

type Reason = Extract<FoundShare, { status: 'undefined' }>['reason']

function isReason(reason: string): reason is Reason {
  return ['empty-class', 'empty-denominator', 'no-variance', 'too-few-patients'].includes(reason)
}

interface Found {
  rows: readonly Row[]
  sites?: readonly Row[]
  comparisons?: readonly GroupComparison[]
  failed: number
}

function resultOf(
  { rows, sites = [], comparisons = [], failed }: Found,
  input: Pick<MethodInput<ProportionOptions>, 't' | 'level' | 'options'>,
): MethodResult {
  const { t } = input
  const tests = comparisons.map(({ figure, test }) => ({ name: nameOf(figure, t), ...(test ? { test } : {}) }))
  const isTestAsked = input.options.margin !== undefined || input.options.hypothesis !== undefined
  const notes = [
    ...(failed > 0 ? [t('cli.statistics.failed', { count: failed })] : []),
    ...rows.flatMap(({ patients, effectivePatients }) =>
      patients && effectivePatients
        ? [t('cli.statistics.clusters', { clusters: patients, effective: effectivePatients.toFixed(1) })]
        : [],
    ),
    ...(comparisons.length > 0 ? [t('cli.statistics.proportion.note.groups')] : []),
    ...(isTestAsked && !tests.some(({ test }) => test) ? [t('cli.statistics.proportion.note.untested')] : []),
  ]
  return {
    tables: [
      shareTable('', rows, input),
      ...(sites.length > 0 ? [shareTable(t('cli.statistics.proportion.sites'), sites, input)] : []),
      ...(comparisons.length > 0 ? [comparisonTable(comparisons, input)] : []),
      ...(tests.some(({ test }) => test) ? [marginTable(tests, input)] : []),
    ],
    notes: [...new Set(notes)],
    json: {
      figures: rows.map(jsonOf),
      failed,
      ...(sites.length > 0 ? { sites: sites.map(jsonOf) } : {}),
      ...(comparisons.length > 0 ? { comparisons } : {}),
    },
  }
}

function nameOf(figure: string, t: Translator): string {
  return t(`cli.statistics.proportion.figure.${figure as ShareFigure}`)
}

function percent(level: number): string {
  return `${Number((100 * level).toPrecision(10))} %`
}

function shareTable(title: string, rows: readonly Row[], { t, level }: Pick<MethodInput, 't' | 'level'>): ResultTable {
  const word = (name: 'figure' | 'estimate' | 'method' | 'cases') => t(`cli.statistics.result.${name}`)
  const interval = t('cli.statistics.result.interval', { level: percent(level) })
  return {
    title,
    columns: [word('figure'), word('estimate'), interval, word('cases'), word('method')],
    rows: rows.map((row): ResultCell[] => [
      row.of === undefined ? nameOf(row.figure, t) : `${nameOf(row.figure, t)} · ${row.of}`,
      ...figureCells(row, t),
      row.trials === undefined ? '' : `${short(row.successes)} / ${short(row.trials)}`,
      t(`cli.statistics.proportion.by.${row.method as 'wilson'}`),
    ]),
  }
}

/** Sums of weights with few digits. */
function short(sum = 0): string {
  return Number.isInteger(sum) ? String(sum) : sum.toFixed(1)
}

function figureCells({ found, format }: Row, t: Translator): [ResultCell, ResultCell] {
  if (found.status !== 'estimated')
    return [{ none: t(`cli.statistics.reason.${found.reason}`) }, { none: t('cli.statistics.result.none') }]
  const { estimate, lower, upper } = found
  return [
    { value: estimate, format },
    { lower, upper, format },
  ]
}

function comparisonTable(
  comparisons: readonly GroupComparison[],
  { t, level }: Pick<MethodInput, 't' | 'level'>,
): ResultTable {
  const none: ResultCell = { none: t('cli.statistics.result.none') }
  return {
    title: t('cli.statistics.proportion.groups'),
    columns: [
      ...[t('cli.statistics.result.figure'), t('cli.statistics.paired.difference')],
      ...[t('cli.statistics.result.interval', { level: percent(level) }), t('cli.statistics.result.p')],
    ],
    rows: comparisons.map(({ figure, groups, difference, p }): ResultCell[] => [
      groups.length === 2 ? `${nameOf(figure, t)} · ${groups[0]} − ${groups[1]}` : nameOf(figure, t),
      ...(difference?.status === 'estimated'
        ? ([
            { value: difference.estimate, format: 'points' },
            { lower: difference.lower, upper: difference.upper, format: 'points' },
          ] as const)
        : [difference?.reason === 'patients-in-both' ? { none: t('cli.statistics.proportion.both') } : none, none]),
      'value' in p ? { value: p.value, format: 'p' } : none,
    ]),
  }
}

function jsonOf({ figure, found, format: _, ...row }: Row): Record<string, unknown> {
  return { name: figure, ...row, ...found }
}
