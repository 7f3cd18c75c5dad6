import { AssayError } from '@assay/contracts'
import type { Translator } from '@assay/messages'
import {
  type Binning,
  type BrierDecomposition,
  type BrierScore,
  brierScore,
  type CalibrationError,
  calibrationError,
  calibrationInTheLarge,
  calibrationSlope,
  decomposeBrier,
  type Forecasts,
  type LogisticEstimate,
  observedOverExpected,
  type ReliabilityBin,
  reliabilityBins,
} from '@assay/statistics/calibration'
import type { Method, MethodInput, MethodResult, ResultCell, ResultTable } from '../method.ts'
import { between, wholeNumber } from '../numbers.ts'
import type { Columns } from '../tables/columns.ts'

interface CalibrationOptions {
  readonly bins: number
  readonly equalCount?: boolean
  readonly clip?: number
}

/** `assay statistics calibration`: whether probabilities are what comes true. */
export const calibration: Method<CalibrationOptions> = {
  columns: [
    { name: 'case', kind: 'text', required: false, description: 'cli.statistics.column.case' },
    { name: 'truth', kind: 'binary', required: true, description: 'cli.statistics.calibration.column.truth' },
    {
      name: 'probability',
      kind: 'number',
      required: true,
      description: 'cli.statistics.calibration.column.probability',
    },
    { name: 'patient', kind: 'text', required: false, description: 'cli.statistics.column.patient' },
    { name: 'site', kind: 'text', required: false, description: 'cli.statistics.column.site' },
  ],
  describe: (command, t) =>
    command
      .option('--bins <number>', t('cli.statistics.calibration.bins'), (text) => binCount(text), 10)
      .option('--equal-count', t('cli.statistics.calibration.equalCount'))
      .option('--clip <probability>', t('cli.statistics.calibration.clip'), (text) => clipOf(text)),
  run: runCalibration,
}

function binCount(text: string): number {
  const count = wholeNumber(text, '--bins')
  if (count < 1 || count > 1000) throw new AssayError('option-invalid', { option: '--bins', what: 'option-bins' })
  return count
}

function clipOf(text: string): number {
  const clip = between(text, '--clip')
  if (clip >= 0.5) throw new AssayError('option-invalid', { option: '--clip', what: 'option-clip' })
  return clip
}

function runCalibration({ columns, options, level, t }: MethodInput<CalibrationOptions>): MethodResult {
  const { bins: count, equalCount = false, clip } = options
  const forecasts = readForecasts(columns)
  const recalibration = { level, ...(clip === undefined ? {} : { clip }) }
  const binning: Binning = { kind: equalCount ? 'equal-count' : 'equal-width', count }
  const bins = reliabilityBins(forecasts, binning, level)
  const figures = {
    brier: brierScore(forecasts, level),
    decomposition: decomposeBrier(bins),
    error: calibrationError(bins),
    ratio: observedOverExpected(forecasts, level),
    large: calibrationInTheLarge(forecasts, recalibration),
    slope: calibrationSlope(forecasts, recalibration),
  }
  const sites = columns.has('site') ? bySite(columns.text('site'), forecasts, level, recalibration) : []
  return {
    tables: [
      scoreTable(figures, t, level),
      recalibrationTable(figures, t, level),
      errorTable(figures.error, bins, t),
      binsTable(bins, t, level),
      ...(sites.length > 0 ? [sitesTable(sites, t, level)] : []),
    ],
    notes: [
      t('cli.statistics.calibration.note.bins'),
      t(
        forecasts.clusters
          ? 'cli.statistics.calibration.note.clustered'
          : 'cli.statistics.calibration.note.independent',
      ),
      t('cli.statistics.calibration.note.error'),
    ],
    json: { level, binning, ...figures, bins, ...(sites.length > 0 ? { sites } : {}) },
  }
}

/** @throws AssayError for a probability outside [0, 1] */
function readForecasts(columns: Columns): Forecasts {
  const probabilities = columns.number('probability')
  const wrong = probabilities.findIndex((probability) => !(probability >= 0 && probability <= 1))
  if (wrong >= 0)
    throw new AssayError('table-value-invalid', {
      file: columns.file,
      line: columns.lineOf(wrong),
      column: 'probability',
      what: 'value-probability',
    })
  const truths = columns.binary('truth')
  return { truths, probabilities, ...(columns.has('patient') ? { clusters: numbered(columns.text('patient')) } : {}) }
}

/** Names numbered in the order in which they appear. */
function numbered(names: readonly string[]): Int32Array {
  const numbers = new Map<string, number>()
  return Int32Array.from(names, (name) => {
    const known = numbers.get(name) ?? numbers.size
    numbers.set(name, known)
    return known
  })
}

type Recalibration = Parameters<typeof calibrationSlope>[1]

function bySite(names: readonly string[], forecasts: Forecasts, level: number, recalibration: Recalibration) {
  const rows = Map.groupBy(names.keys(), (row) => names[row]!)
  return [...rows].map(([site, own]) => {
    const part: Forecasts = {
      truths: Uint8Array.from(own, (row) => forecasts.truths[row]!),
      probabilities: Float64Array.from(own, (row) => forecasts.probabilities[row]!),
      ...(forecasts.clusters ? { clusters: Int32Array.from(own, (row) => forecasts.clusters![row]!) } : {}),
    }
    return {
      site,
      brier: brierScore(part, level),
      ratio: observedOverExpected(part, level),
      slope: calibrationSlope(part, recalibration),
    }
  })
}

interface Figures {
  brier: BrierScore
  decomposition: BrierDecomposition
  error: CalibrationError
  ratio: ReturnType<typeof observedOverExpected>
  large: ReturnType<typeof calibrationInTheLarge>
  slope: ReturnType<typeof calibrationSlope>
}

function number(value: number | null, t: Translator): ResultCell {
  return value === null ? { none: t('cli.statistics.result.none') } : { value, format: 'number' }
}

function range(
  interval: { lower: number; upper: number } | null | undefined,
  t: Translator,
  format: 'number' | 'share' = 'number',
): ResultCell {
  return interval ? { lower: interval.lower, upper: interval.upper, format } : { none: t('cli.statistics.result.none') }
}

function percent(level: number): string {
  return `${Number((100 * level).toPrecision(10))} %`
}

function headings(t: Translator, level: number): string[] {
  return [
    t('cli.statistics.result.figure'),
    t('cli.statistics.result.estimate'),
    t('cli.statistics.result.interval', { level: percent(level) }),
  ]
}

function scoreTable({ brier, decomposition }: Figures, t: Translator, level: number): ResultTable {
  const title = t('cli.statistics.calibration.score')
  if (brier.status === 'undefined') return { title, columns: headings(t, level), rows: [] }
  const parts = (['reliability', 'resolution', 'uncertainty', 'withinVariance', 'withinCovariance'] as const).map(
    (part): ResultCell[] => [t(`cli.statistics.calibration.part.${part}`), number(decomposition[part], t), ''],
  )
  const { spiegelhalter } = brier
  return {
    title,
    columns: headings(t, level),
    rows: [
      [t('cli.statistics.calibration.brier'), number(brier.brier, t), range(brier.interval, t)],
      ...parts,
      [t('cli.statistics.calibration.skill'), number(brier.skill, t), ''],
      [t('cli.statistics.calibration.spiegelhalter'), number(spiegelhalter?.z ?? null, t), ''],
      [t('cli.statistics.result.p'), spiegelhalter ? { value: spiegelhalter.p, format: 'p' } : number(null, t), ''],
    ],
  }
}

function recalibrationTable({ ratio, large, slope }: Figures, t: Translator, level: number): ResultTable {
  const row = (name: 'large' | 'intercept' | 'slope', found: LogisticEstimate | { reason: string }): ResultCell[] => {
    const label = t(`cli.statistics.calibration.${name}`)
    if ('reason' in found) return [label, undefinedCell(found.reason, t), '']
    return [label, number(found.estimate, t), range(found.interval, t)]
  }
  const ratioCells: ResultCell[] =
    ratio.status === 'estimated'
      ? [number(ratio.ratio, t), range(ratio.interval, t)]
      : [undefinedCell(ratio.reason, t), '']
  return {
    title: t('cli.statistics.calibration.recalibration'),
    columns: headings(t, level),
    rows: [
      [t('cli.statistics.calibration.ratio'), ...ratioCells],
      row('large', large.status === 'estimated' ? large.intercept : large),
      row('intercept', slope.status === 'estimated' ? slope.intercept : slope),
      row('slope', slope.status === 'estimated' ? slope.slope : slope),
    ],
  }
}

function undefinedCell(reason: string, t: Translator): ResultCell {
  return { none: t(`cli.statistics.calibration.reason.${reason}` as Parameters<Translator>[0]) }
}

function errorTable(error: CalibrationError, bins: readonly ReliabilityBin[], t: Translator): ResultTable {
  const widest = bins[error.largestBin]
  return {
    title: t('cli.statistics.calibration.error'),
    columns: [t('cli.statistics.result.figure'), t('cli.statistics.result.estimate')],
    rows: [
      [t('cli.statistics.calibration.expected'), number(error.expected, t)],
      [t('cli.statistics.calibration.rootMeanSquare'), number(error.rootMeanSquare, t)],
      [
        t('cli.statistics.calibration.largest', { lower: short(widest?.lower ?? 0), upper: short(widest?.upper ?? 1) }),
        number(error.largest, t),
      ],
    ],
  }
}

function short(edge: number): string {
  return String(Number(edge.toPrecision(5)))
}

function binsTable(bins: readonly ReliabilityBin[], t: Translator, level: number): ResultTable {
  return {
    title: t('cli.statistics.calibration.reliability'),
    columns: [
      t('cli.statistics.calibration.bin'),
      t('cli.statistics.result.cases'),
      t('cli.statistics.calibration.events'),
      t('cli.statistics.calibration.predicted'),
      t('cli.statistics.calibration.observed'),
      t('cli.statistics.result.interval', { level: percent(level) }),
    ],
    rows: bins.map(({ lower, upper, cases, events, predicted, observed, interval }) => [
      { lower, upper, format: 'number' },
      { value: cases, format: 'count' },
      { value: events, format: 'count' },
      number(predicted, t),
      number(observed, t),
      range(interval, t),
    ]),
  }
}

function sitesTable(sites: ReturnType<typeof bySite>, t: Translator, level: number): ResultTable {
  return {
    title: t('cli.statistics.calibration.sites'),
    columns: [
      t('cli.statistics.column.site'),
      t('cli.statistics.result.cases'),
      t('cli.statistics.calibration.brier'),
      t('cli.statistics.calibration.ratio'),
      t('cli.statistics.calibration.slope'),
      t('cli.statistics.result.interval', { level: percent(level) }),
    ],
    rows: sites.map(({ site, brier, ratio, slope }) => [
      site,
      { value: brier.status === 'estimated' ? brier.cases : 0, format: 'count' },
      number(brier.status === 'estimated' ? brier.brier : null, t),
      ratio.status === 'estimated' ? number(ratio.ratio, t) : undefinedCell(ratio.reason, t),
      slope.status === 'estimated' ? number(slope.slope.estimate, t) : undefinedCell(slope.reason, t),
      range(slope.status === 'estimated' ? slope.slope.interval : null, t),
    ]),
  }
}
