import type { Translator } from '@assay/messages'
import {
  type AgreementWeights,
  type AlphaMetric,
  cohenKappa,
  crossTable,
  fleissKappa,
  gwetCoefficient,
  intraclassCorrelations,
  krippendorffAlpha,
  weightMatrix,
} from '@assay/statistics/agreement'
import type { Method, MethodInput, MethodResult, ResultCell } from '../method.ts'
import { oneOf } from '../option-choice.ts'
import { categoryRatings } from './categories.ts'
import { limitsOfAgreement, measurementRepeatability, measurementReproducibility } from './measurement-agreement.ts'
import {
  completeValues,
  isMissing,
  numericValues,
  onlyRow,
  type RatingTable,
  ratingTable,
  twoRaters,
} from './rating-table.ts'

const kinds = ['kappa', 'fleiss', 'ac', 'alpha', 'icc', 'bland-altman', 'repeatability', 'reproducibility'] as const
type Kind = (typeof kinds)[number]
const weights = ['identity', 'linear', 'quadratic'] as const satisfies readonly AgreementWeights[]
const metrics = ['nominal', 'ordinal', 'interval', 'ratio'] as const satisfies readonly AlphaMetric[]

interface AgreementOptions {
  readonly method: Kind
  readonly weights: AgreementWeights
  readonly metric: AlphaMetric
  readonly order?: readonly string[]
}

/** `assay statistics agreement`: how far raters, or methods of measurement, agree. */
export const agreement: Method<AgreementOptions> = {
  columns: [
    { name: 'case', kind: 'text', required: true, description: 'cli.statistics.column.case' },
    { name: 'rater', kind: 'text', required: false, description: 'cli.statistics.agreement.column.rater' },
    {
      name: 'value',
      kind: 'text',
      required: true,
      mayMiss: true,
      description: 'cli.statistics.agreement.column.value',
    },
  ],
  describe: (command, t) =>
    command
      .option('--method <method>', t('cli.statistics.agreement.method'), oneOf(kinds, '--method'), 'kappa')
      .option('--weights <kind>', t('cli.statistics.agreement.weights'), oneOf(weights, '--weights'), 'identity')
      .option('--metric <metric>', t('cli.statistics.agreement.metric'), oneOf(metrics, '--metric'), 'nominal')
      .option('--order <categories>', t('cli.statistics.agreement.order'), (text) => text.split(',')),
  run: runAgreement,
}

type Result = Pick<MethodResult, 'tables' | 'notes' | 'json'>

function runAgreement({ columns, options, level, t }: MethodInput<AgreementOptions>): MethodResult {
  const chosen = options
  const table = ratingTable(columns)
  const runs: Readonly<Record<Kind, () => Result>> = {
    kappa: () => kappa(table, chosen, level, t),
    fleiss: () => many(table, chosen, level, t),
    ac: () => many(table, chosen, level, t),
    alpha: () => alpha(table, chosen, level, t),
    icc: () => intraclass(table, level, t),
    'bland-altman': () => limitsOfAgreement(table, level, t),
    repeatability: () => measurementRepeatability(table, level, t),
    reproducibility: () => measurementReproducibility(table, level, t),
  }
  const { tables, notes, json } = runs[chosen.method]()
  return { tables, notes, json: { method: chosen.method, level, ...json } }
}

function kappa(table: RatingTable, { weights: kind, order }: AgreementOptions, level: number, t: Translator): Result {
  const raters = twoRaters(table)
  const { categories, codes } = categoryRatings(table, order)
  const of = (rater: number) => codes.filter((_, index) => index % 2 === rater)
  const counts = crossTable(of(0), of(1), categories.length)
  const found = cohenKappa(counts, weightMatrix(kind, categories.length), level)
  const rows = categories.map((name, row): ResultCell[] => [
    name,
    ...categories.map((_, column): ResultCell => count(counts[row * categories.length + column]!)),
  ])
  return {
    tables: [
      coefficientTable('kappa', found, t, level),
      {
        title: t('cli.statistics.agreement.table', { first: raters[0], second: raters[1] }),
        columns: ['', ...categories],
        rows,
      },
    ],
    notes: [t('cli.statistics.agreement.note.kappa'), ...weightNote(kind, t)],
    json: { weights: kind, raters, categories, table: [...counts], ...found },
  }
}

function many(
  table: RatingTable,
  { method, weights: kind, order }: AgreementOptions,
  level: number,
  t: Translator,
): Result {
  const { categories, codes } = categoryRatings(table, order)
  const ratings = { subjects: table.cases.length, raters: table.raters.length, categories: categories.length, codes }
  const matrix = weightMatrix(kind, categories.length)
  const found = method === 'fleiss' ? fleissKappa(ratings, matrix, level) : gwetCoefficient(ratings, matrix, level)
  const name = method === 'fleiss' ? 'fleiss' : kind === 'identity' ? 'ac1' : 'ac2'
  return {
    tables: [coefficientTable(name, found, t, level)],
    notes: [t('cli.statistics.agreement.note.many'), ...weightNote(kind, t)],
    json: { weights: kind, raters: table.raters, categories, ...found },
  }
}

function alpha(table: RatingTable, { metric, order }: AgreementOptions, level: number, t: Translator): Result {
  const values = metric === 'nominal' || order ? codedValues(table, order) : looseValues(table)
  const found = krippendorffAlpha(values, table.raters.length, metric, level)
  const shown = found.status === 'estimated' ? { ...found, observed: undefined, expected: undefined } : found
  return {
    tables: [coefficientTable('alpha', shown, t, level)],
    notes: [t('cli.statistics.agreement.note.alpha', { metric })],
    json: { metric, raters: table.raters, ...found },
  }
}

/** Categories as numbers in their order, NaN where a rating is missing. */
function codedValues(table: RatingTable, order: readonly string[] | undefined): Float64Array {
  return Float64Array.from(categoryRatings(table, order).codes, (code) => (code < 0 ? Number.NaN : code))
}

/** Numbers, NaN where one is missing. */
function looseValues(table: RatingTable): Float64Array {
  const texts = table.columns.text('value')
  const numbers = numericValues(table.columns)
  return Float64Array.from(
    table.cases.flatMap((one) =>
      table.raters.map((rater) => {
        const row = onlyRow(table, one, rater)
        return row === undefined || isMissing(texts[row]!) ? Number.NaN : numbers[row]!
      }),
    ),
  )
}

function intraclass(table: RatingTable, level: number, t: Translator): Result {
  const found = intraclassCorrelations(completeValues(table), table.raters.length, level)
  const title = t('cli.statistics.agreement.icc')
  const columns = [
    ...[t('cli.statistics.result.figure'), t('cli.statistics.result.estimate')],
    ...[t('cli.statistics.result.interval', { level: percent(level) }), 'F', t('cli.statistics.result.p')],
  ]
  if (found.status === 'undefined')
    return {
      tables: [{ title, columns, rows: [[t('cli.statistics.agreement.icc'), reason(found.reason, t), '', '', '']] }],
      notes: [],
      json: found,
    }
  return {
    tables: [
      {
        title,
        columns,
        rows: found.correlations.map(({ kind, estimate, lower, upper, f, p }): ResultCell[] => [
          t(`cli.statistics.agreement.iccKind.${kind}`),
          number(estimate),
          { lower, upper, format: 'number' },
          number(f),
          { value: p, format: 'p' },
        ]),
      },
    ],
    notes: [t('cli.statistics.agreement.note.icc')],
    json: { ...found, raters: table.raters, subjects: table.cases.length },
  }
}

type Coefficient =
  | {
      readonly status: 'estimated'
      readonly estimate: number
      readonly standardError: number
      readonly lower: number
      readonly upper: number
      /** Share of pairs that agree, and what chance would give; none where values differ by more or less. */
      readonly observed: number | undefined
      readonly expected: number | undefined
    }
  | { readonly status: 'undefined'; readonly reason: string }

function coefficientTable(
  name: 'kappa' | 'fleiss' | 'ac1' | 'ac2' | 'alpha',
  found: Coefficient,
  t: Translator,
  level: number,
) {
  const label = t(`cli.statistics.agreement.name.${name}`)
  const none = { none: t('cli.statistics.result.none') }
  const share = (value: number | undefined): ResultCell => (value === undefined ? none : { value, format: 'number' })
  return {
    title: t('cli.statistics.agreement.title'),
    columns: [
      ...[t('cli.statistics.result.figure'), t('cli.statistics.result.estimate')],
      ...[t('cli.statistics.result.interval', { level: percent(level) }), t('cli.statistics.roc.error')],
      ...[t('cli.statistics.agreement.observed'), t('cli.statistics.agreement.expected')],
    ],
    rows: [
      found.status === 'undefined'
        ? [label, reason(found.reason, t), none, none, none, none]
        : ([
            ...[label, number(found.estimate), { lower: found.lower, upper: found.upper, format: 'number' }],
            number(found.standardError),
            ...[share(found.observed), share(found.expected)],
          ] as ResultCell[]),
    ],
  }
}

function weightNote(kind: AgreementWeights, t: Translator): string[] {
  return kind === 'identity' ? [] : [t('cli.statistics.agreement.note.weights', { kind })]
}

function reason(code: string, t: Translator): ResultCell {
  return { none: t(`cli.statistics.agreement.reason.${code}` as Parameters<Translator>[0]) }
}

function number(value: number): ResultCell {
  return { value, format: 'number' }
}

function count(value: number): ResultCell {
  return { value, format: 'count' }
}

function percent(level: number): string {
  return `${Number((100 * level).toPrecision(10))} %`
}
