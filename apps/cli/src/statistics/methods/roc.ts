import type { Translator } from '@assay/messages'
import { binomialProportion } from '@assay/statistics/proportions'
import { columnOf, percentileInterval } from '@assay/statistics/resampling'
import {
  type AreaScale,
  areaCovariance,
  areaInterval,
  type CurvePoints,
  equalAreasTest,
  falsePositiveRatesAt,
  type Part,
  pairedAreaDifference,
  partialArea,
  rocCurve,
  type SiteWeights,
  sensitivitiesAt,
  unpairedAreaDifference,
} from '@assay/statistics/roc'
import type { Method, MethodInput, MethodResult, ResultCell, ResultTable } from '../method.ts'
import { numbersOf, sharesOf } from '../number-list.ts'
import { wholeNumber } from '../numbers.ts'
import { oneOf } from '../option-choice.ts'
import { partOf } from '../part-option.ts'
import { replicatePoints } from '../replicate-points.ts'
import { siteRows, siteTable } from './roc-sites.ts'
import { alignTo, areaWith, clustersOf, nameOf, readTests, type TestScores } from './roc-tests.ts'

/** As commander names them. */
interface RocWords {
  readonly scale: AreaScale
  readonly specificityAt?: readonly number[]
  readonly sensitivityAt?: readonly number[]
  readonly threshold: readonly number[]
  readonly partial?: Part
  readonly curve?: boolean
  readonly weights: SiteWeights
  readonly replicates: number
}

interface RocOptions extends RocWords {
  readonly specificity: readonly number[]
  readonly sensitivity: readonly number[]
}

/** `assay statistics roc`: areas under ROC curves, their differences, and points of the curves. */
export const roc: Method<RocWords> = {
  columns: [
    { name: 'truth', kind: 'binary', required: true, description: 'cli.statistics.column.truth' },
    { name: 'score', kind: 'number', required: true, mayMiss: true, description: 'cli.statistics.column.score' },
    { name: 'case', kind: 'text', required: false, description: 'cli.statistics.column.case' },
    { name: 'test', kind: 'text', required: false, description: 'cli.statistics.roc.column.test' },
    { name: 'patient', kind: 'text', required: false, description: 'cli.statistics.column.patient' },
    { name: 'site', kind: 'text', required: false, description: 'cli.statistics.column.site' },
  ],
  describe: (command, t) =>
    command
      .option('--scale <scale>', t('cli.statistics.roc.scale'), oneOf(['logit', 'wald'], '--scale'), 'logit')
      .option('--specificity-at <shares>', t('cli.statistics.roc.specificityAt'), sharesOf('--specificity-at'), [])
      .option('--sensitivity-at <shares>', t('cli.statistics.roc.sensitivityAt'), sharesOf('--sensitivity-at'), [])
      .option('--threshold <scores>', t('cli.statistics.roc.threshold'), numbersOf('--threshold'), [])
      .option('--partial <part>', t('cli.statistics.roc.partial'), partOf)
      .option('--curve', t('cli.statistics.roc.curve'))
      .option(
        '--weights <kind>',
        t('cli.statistics.roc.weights'),
        oneOf(['pairs', 'cases', 'inverse-variance', 'equal'], '--weights'),
        'pairs',
      )
      .option(
        '--replicates <number>',
        t('cli.statistics.replicates'),
        (text) => wholeNumber(text, '--replicates'),
        2000,
      ),
  run: runRoc,
}

async function runRoc(input: MethodInput<RocWords>): Promise<MethodResult> {
  const { columns, t } = input
  const options = { ...input.options, ...pointOptions(input) }
  const tests = readTests(columns)
  const areas = areaRows(input, tests, options)
  const differences = differenceRows(input, tests)
  const points = await pointRows(input, tests, options)
  const thresholds = thresholdRows(input, tests, options)
  const sites = siteRows(tests, options.weights)
  const failed = tests.reduce((sum, test) => sum + test.failed, 0)
  return {
    tables: [
      areas.table,
      ...(differences.json.length > 0 ? [differences.table] : []),
      ...(points.json.length > 0 ? [points.table] : []),
      ...(thresholds.json.length > 0 ? [thresholds.table] : []),
      ...(sites.length > 0 ? [siteTable(sites, t)] : []),
      ...(options.curve ? tests.map((test) => curveTable(test, t)) : []),
    ],
    notes: [
      ...(failed > 0 ? [t('cli.statistics.failed', { count: failed })] : []),
      t(columns.has('patient') ? 'cli.statistics.roc.note.clustered' : 'cli.statistics.roc.note.independent'),
      ...(differences.json.length > 0 ? [t('cli.statistics.roc.note.difference')] : []),
      ...(points.json.length > 0
        ? [t('cli.statistics.roc.note.points', { replicates: options.replicates, seed: input.seed })]
        : []),
      ...(sites.length > 0 ? [t('cli.statistics.roc.note.sites')] : []),
    ],
    json: {
      areas: areas.json,
      differences: differences.json,
      equality: differences.equality,
      points: points.json,
      thresholds: thresholds.json,
      sites,
      ...(options.curve ? { curves: tests.map(({ name, classes }) => ({ test: name, ...rocCurve(classes) })) } : {}),
    },
  }
}

/** Commander names options after their words. */
function pointOptions({ options }: MethodInput<RocWords>) {
  return { specificity: options.specificityAt ?? [], sensitivity: options.sensitivityAt ?? [] }
}

interface Rows {
  readonly table: ResultTable
  readonly json: readonly Record<string, unknown>[]
}

function percent(level: number): string {
  return `${Number((100 * level).toPrecision(10))} %`
}

function areaOf(test: TestScores, scale: AreaScale, level: number) {
  const area = areaWith(test)
  return { area, interval: areaInterval(area, scale, level) }
}

function areaRows({ level, t }: MethodInput, tests: readonly TestScores[], { scale }: RocOptions): Rows {
  const found = tests.map((test) => ({ test, ...areaOf(test, scale, level) }))
  const none = { none: t('cli.statistics.result.none') }
  return {
    table: {
      title: t('cli.statistics.roc.areas'),
      columns: [
        ...[t('cli.statistics.result.test'), t('cli.statistics.roc.area')],
        t('cli.statistics.result.interval', { level: percent(level) }),
        ...[t('cli.statistics.roc.error'), t('cli.statistics.roc.diseased'), t('cli.statistics.roc.healthy')],
      ],
      rows: found.map(({ test, area, interval }): ResultCell[] => [
        nameOf(test.name, t),
        area.status === 'estimated'
          ? { value: area.estimate, format: 'number' }
          : { none: t(`cli.statistics.reason.${area.reason}`) },
        interval ? { ...interval, format: 'number' } : none,
        area.status === 'estimated' && area.variance !== null
          ? { value: Math.sqrt(area.variance), format: 'number' }
          : none,
        { value: area.diseased, format: 'count' },
        { value: area.healthy, format: 'count' },
      ]),
    },
    json: found.map(({ test, area, interval }) => ({ test: test.name, ...area, interval: interval ?? null })),
  }
}

/** First minus second, in order of appearance; paired where both have the same cases. */
function differenceRows({ level, t }: MethodInput, tests: readonly TestScores[]) {
  const found = tests.flatMap((first, i) =>
    tests.slice(i + 1).map((second) => {
      const aligned = alignTo(second, first)
      const difference = aligned
        ? pairedAreaDifference(first.classes, aligned, level, clustersOf(first))
        : unpairedAreaDifference(first.classes, second.classes, level)
      return { first: first.name, second: second.name, paired: aligned !== undefined, ...difference }
    }),
  )
  const none = { none: t('cli.statistics.result.none') }
  const table: ResultTable = {
    title: t('cli.statistics.roc.differences'),
    columns: [
      ...[t('cli.statistics.roc.difference'), t('cli.statistics.result.estimate')],
      t('cli.statistics.result.interval', { level: percent(level) }),
      ...['z', t('cli.statistics.result.p'), t('cli.statistics.roc.cases')],
    ],
    rows: found.map((one): ResultCell[] => [
      `${one.first} − ${one.second}`,
      ...(one.status === 'estimated'
        ? ([
            { value: one.estimate, format: 'number' },
            { lower: one.lower, upper: one.upper, format: 'number' },
            { value: one.z, format: 'number' },
            { value: one.p, format: 'p' },
          ] as const)
        : [{ none: t(`cli.statistics.roc.reason.${one.reason}`) }, none, none, none]),
      t(one.paired ? 'cli.statistics.roc.same' : 'cli.statistics.roc.different'),
    ]),
  }
  return { table, json: found, equality: equalityOf(tests) }
}

/** That all areas are the same, where all tests have the same cases. */
function equalityOf(tests: readonly TestScores[]) {
  const [first, ...others] = tests
  if (!first || others.length < 2) return null
  const aligned = others.map((test) => alignTo(test, first))
  if (!aligned.every((one) => one !== undefined)) return null
  const found = areaCovariance([first.classes, ...aligned], clustersOf(first))
  return found.status === 'estimated' ? (equalAreasTest(found) ?? null) : null
}

async function pointRows(input: MethodInput, tests: readonly TestScores[], options: RocOptions): Promise<Rows> {
  const { level, t } = input
  const points: CurvePoints = {
    specificities: options.specificity,
    sensitivities: options.sensitivity,
    parts: options.partial ? [options.partial] : [],
  }
  const names = [
    ...options.specificity.map((at) => t('cli.statistics.roc.sensitivityAtPoint', { at: percent(at) })),
    ...options.sensitivity.map((at) => t('cli.statistics.roc.specificityAtPoint', { at: percent(at) })),
    ...points.parts.map(({ over, from, to }) =>
      t(`cli.statistics.roc.part.${over}`, { from: percent(from), to: percent(to) }),
    ),
  ]
  const rows = []
  for (const test of names.length === 0 ? [] : tests)
    rows.push(...(await pointsOfTest(input, test, points, names, options)))
  const table: ResultTable = {
    title: t('cli.statistics.roc.points'),
    columns: [
      ...[t('cli.statistics.result.test'), t('cli.statistics.result.figure'), t('cli.statistics.result.estimate')],
      t('cli.statistics.result.interval', { level: percent(level) }),
      ...(points.parts.length > 0 ? [t('cli.statistics.roc.standardised')] : []),
    ],
    rows: rows.map(({ test, point, estimate, interval, standardised }): ResultCell[] => [
      ...[test === '' ? t('cli.statistics.roc.score') : test, point],
      { value: estimate, format: 'number' },
      interval.status === 'estimated'
        ? { lower: interval.lower, upper: interval.upper, format: 'number' }
        : { none: t('cli.statistics.result.none') },
      ...(points.parts.length > 0
        ? [standardised === undefined ? '' : ({ value: standardised, format: 'number' } as const)]
        : []),
    ]),
  }
  return { table, json: rows }
}

/** Points of one test's curve with intervals between quantiles of replicates; none where a class is empty. */
async function pointsOfTest(
  { level, seed, progress }: MethodInput,
  test: TestScores,
  points: CurvePoints,
  names: readonly string[],
  options: RocOptions,
) {
  const curve = rocCurve(test.classes)
  if (!curve) return []
  const rates = options.specificity.map((at) => 1 - at)
  const values = [
    ...sensitivitiesAt(curve, rates),
    ...falsePositiveRatesAt(curve, options.sensitivity).map((rate) => 1 - rate),
    ...points.parts.map((part) => partialArea(curve, part).plain),
  ]
  const { truth, scores, patients } = test
  const design = {
    cases: truth.length,
    label: truth,
    ...(patients ? { patient: patients, bothLabels: 'own-stratum' as const } : {}),
  }
  const replicates = await replicatePoints({ design, truth, scores, points, seed }, options.replicates, progress)
  return values.map((value, column) => ({
    test: test.name,
    point: names[column]!,
    estimate: value,
    ...(column >= values.length - points.parts.length
      ? { standardised: partialArea(curve, points.parts[0]!).standardised }
      : {}),
    interval: percentileInterval(columnOf(replicates, column), { level }),
  }))
}

/** Sensitivity and specificity from a score on, as a protocol sets it beforehand. */
function thresholdRows({ level, t }: MethodInput, tests: readonly TestScores[], { threshold }: RocOptions): Rows {
  const rows = tests.flatMap(({ name, classes: { diseased, healthy } }) =>
    threshold.map((score) => ({
      test: name,
      threshold: score,
      sensitivity: binomialProportion(diseased.filter((one) => one >= score).length, diseased.length, 'wilson', level),
      specificity: binomialProportion(healthy.filter((one) => one < score).length, healthy.length, 'wilson', level),
    })),
  )
  const cells = (found: (typeof rows)[number]['sensitivity']): ResultCell[] =>
    found.status === 'estimated'
      ? [
          { value: found.estimate, format: 'share' },
          { ...found.interval, format: 'share' },
        ]
      : [{ none: t(`cli.statistics.reason.${found.reason}`) }, { none: t('cli.statistics.result.none') }]
  const interval = t('cli.statistics.result.interval', { level: percent(level) })
  const table: ResultTable = {
    title: t('cli.statistics.roc.thresholds'),
    columns: [
      ...[t('cli.statistics.result.test'), t('cli.statistics.roc.from')],
      ...[t('cli.statistics.roc.sensitivity'), interval, t('cli.statistics.roc.specificity'), interval],
    ],
    rows: rows.map((row): ResultCell[] => [
      row.test === '' ? t('cli.statistics.roc.score') : row.test,
      { value: row.threshold, format: 'number' },
      ...cells(row.sensitivity),
      ...cells(row.specificity),
    ]),
  }
  return { table, json: rows }
}

function curveTable({ name, classes }: TestScores, t: Translator): ResultTable {
  const curve = rocCurve(classes)
  return {
    title: name === '' ? t('cli.statistics.roc.curveTitle') : name,
    columns: [t('cli.statistics.roc.from'), t('cli.statistics.roc.sensitivity'), t('cli.statistics.roc.specificity')],
    rows: [...(curve?.thresholds ?? [])].map((threshold, i): ResultCell[] => [
      { value: threshold, format: 'number' },
      { value: curve!.sensitivities[i]!, format: 'share' },
      { value: 1 - curve!.falsePositiveRates[i]!, format: 'share' },
    ]),
  }
}
