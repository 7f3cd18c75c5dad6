import { AssayError } from '@assay/contracts'
import type { Translator } from '@assay/messages'
import {
  areaNames,
  bootstrapAreas,
  bootstrapFroc,
  frocCurve,
  type MatchedCase,
  sensitivitiesAt,
  sevenRates,
  sortScores,
  strongestMarks,
} from '@assay/statistics/detection'
import { percentileInterval } from '@assay/statistics/resampling'
import type { Method, MethodInput, MethodResult, ResultCell, ResultTable } from '../method.ts'
import { wholeNumber } from '../numbers.ts'
import { completionOf, completionTable } from './completion.ts'
import { readDetection } from './detection-tables.ts'
import { describeMatching, type MatchingOptions, matchingOf, matchOne } from './matching-options.ts'

interface FrocOptions extends MatchingOptions {
  readonly words: readonly string[]
  readonly lesions?: string
  readonly cases?: string
  readonly luna16?: boolean
  readonly annotations?: string
  readonly excluded?: string
  readonly series?: string
  readonly rates: readonly number[]
  readonly mostMarks?: number
  readonly replicates: number
}

/** `assay statistics froc`: how well lesions are found at rates of false marks. */
export const froc: Method<FrocOptions> = {
  columns: [],
  describe: (command, t) =>
    describeMatching(
      command
        .argument('[marks]', t('cli.statistics.froc.marks'), '-')
        .option('--lesions <table>', t('cli.statistics.froc.lesions'))
        .option('--cases <table>', t('cli.statistics.froc.cases')),
      t,
    )
      .option('--rates <rates>', t('cli.statistics.froc.rates'), ratesOf, sevenRates)
      .option('--most-marks <number>', t('cli.statistics.froc.mostMarks'), (text) => wholeNumber(text, '--most-marks'))
      .option(
        '--replicates <number>',
        t('cli.statistics.replicates'),
        (text) => wholeNumber(text, '--replicates'),
        1000,
      )
      .option('--luna16', t('cli.statistics.froc.luna16'))
      .option('--annotations <table>', t('cli.statistics.froc.annotations'))
      .option('--excluded <table>', t('cli.statistics.froc.excluded'))
      .option('--series <list>', t('cli.statistics.froc.series')),
  run: runFroc,
}

/** Rising rates above 0. @throws AssayError */
function ratesOf(text: string): number[] {
  const rates = text.split(',').map((word) => (word.trim() === '' ? Number.NaN : Number(word)))
  if (rates.every((rate, index) => rate > (rates[index - 1] ?? 0) && rate < Infinity)) return rates
  throw new AssayError('option-invalid', { option: '--rates', what: 'option-rates' })
}

/** LUNA16's program keeps as many marks a scan. */
const lunaMostMarks = 100

async function runFroc({
  options,
  standing,
  level,
  seed,
  t,
  progress,
}: MethodInput<FrocOptions>): Promise<MethodResult> {
  const chosen = options
  const { luna16 = false, rates, replicates } = chosen
  const most = chosen.mostMarks ?? (luna16 ? lunaMostMarks : Number.MAX_SAFE_INTEGER)
  const how = matchingOf(chosen)
  const scans = await readDetection(filesOf(chosen), standing, luna16)
  const cases = scans.map((one) => matchOne({ ...one, marks: strongestMarks(one.marks, most) }, how))
  progress(1, 3)
  const found = sensitivities(cases, { rates, replicates, seed, level })
  progress(2, 3)
  const areas = areasOf(cases, { replicates, seed, level })
  progress(3, 3)
  const counts = countsOf(cases)
  const completion = completionOf(cases, level)
  return {
    tables: [
      sensitivityTable(found, t, level),
      areaTable(areas, t, level),
      countTable(counts, t),
      ...(counts.failed > 0 ? [completionTable(completion, t, level)] : []),
    ],
    notes: [
      t('cli.statistics.froc.note.matching', { rule: how.rule.rule, multiplicity: how.multiplicity }),
      t('cli.statistics.froc.note.bootstrap', { replicates, seed }),
      ...(counts.failed > 0 ? [t('cli.statistics.froc.note.failed', { count: counts.failed })] : []),
    ],
    json: {
      level,
      matching: how,
      mostMarks: most === Number.MAX_SAFE_INTEGER ? null : most,
      ...found,
      ...areas,
      counts,
      completion,
    },
  }
}

function filesOf({ words, lesions, cases, luna16, annotations, excluded, series }: FrocOptions) {
  const needed = (path: string | undefined, option: string) => {
    if (path === undefined) throw new AssayError('option-invalid', { option, what: 'option-file-needed' })
    return path
  }
  const marks = String(words[0] ?? '-')
  if (!luna16) return { marks, lesions: needed(lesions, '--lesions'), cases: needed(cases, '--cases') }
  return {
    marks,
    lesions: needed(annotations, '--annotations'),
    cases: needed(series, '--series'),
    ...(excluded === undefined ? {} : { excluded }),
  }
}

interface Sampling {
  readonly replicates: number
  readonly seed: number
  readonly level: number
}

function sensitivities(
  cases: readonly MatchedCase[],
  { rates, replicates, seed, level }: Sampling & { rates: readonly number[] },
) {
  const scores = sortScores(cases)
  const hasLesions = scores.lesions.some((count) => count > 0)
  const at = hasLesions ? sensitivitiesAt(frocCurve(scores), rates) : []
  const drawn = hasLesions && replicates > 0 ? bootstrapFroc(scores, rates, replicates, seed) : undefined
  const intervalAt = (column: number) => (drawn ? percentileInterval(columnOf(drawn, column), { level }) : undefined)
  return {
    sensitivities: at.map((sensitivity, index) => ({ rate: rates[index]!, sensitivity, interval: intervalAt(index) })),
    mean: hasLesions
      ? { estimate: at.reduce((sum, value) => sum + value, 0) / at.length, interval: intervalAt(rates.length) }
      : null,
    lesionFreeDraws: drawn?.lesionFree ?? 0,
  }
}

function areasOf(cases: readonly MatchedCase[], { replicates, seed, level }: Sampling) {
  const { estimates, values } = bootstrapAreas(cases, replicates, seed)
  const intervalAt = (column: number) =>
    replicates === 0
      ? undefined
      : percentileInterval(columnOf({ values, columns: areaNames.length }, column), {
          level,
          undefinedReplicates: { leaveOutAtMost: 0.05 },
        })
  return {
    areas: areaNames.map((name, column) => {
      const estimate = estimates[column]!
      return Number.isNaN(estimate)
        ? { name, estimate: null, interval: undefined }
        : { name, estimate, interval: intervalAt(column) }
    }),
  }
}

function columnOf({ values, columns }: { values: Float64Array; columns: number }, column: number): Float64Array {
  return Float64Array.from({ length: values.length / columns }, (_, row) => values[row * columns + column]!)
}

function countsOf(cases: readonly MatchedCase[]) {
  const withLesions = cases.filter(({ lesionScores }) => lesionScores.length > 0)
  const without = cases.filter(({ lesionScores }) => lesionScores.length === 0)
  const falseMarks = (some: readonly MatchedCase[]) =>
    some.reduce((sum, { falseScores }) => sum + falseScores.length, 0)
  const lesions = cases.reduce((sum, { lesionScores }) => sum + lesionScores.length, 0)
  const found = cases.reduce(
    (sum, { lesionScores }) => sum + lesionScores.filter((score) => score > -Infinity).length,
    0,
  )
  return {
    cases: cases.length,
    withLesions: withLesions.length,
    lesions,
    found,
    falseMarks: falseMarks(cases),
    falseMarksWithLesions: falseMarks(withLesions),
    falseMarksWithout: falseMarks(without),
    ignored: cases.reduce((sum, { ignored }) => sum + ignored, 0),
    failed: cases.filter(({ failed }) => failed).length,
  }
}

type Interval = ReturnType<typeof percentileInterval> | undefined

function range(interval: Interval, t: Translator): ResultCell {
  if (interval?.status !== 'estimated') return { none: t('cli.statistics.result.none') }
  return { lower: interval.lower, upper: interval.upper, format: 'number' }
}

function headings(t: Translator, level: number): string[] {
  return [
    ...[t('cli.statistics.result.figure'), t('cli.statistics.result.estimate')],
    t('cli.statistics.result.interval', { level: `${Number((100 * level).toPrecision(10))} %` }),
  ]
}

function sensitivityTable(
  { sensitivities: rows, mean }: ReturnType<typeof sensitivities>,
  t: Translator,
  level: number,
): ResultTable {
  return {
    title: t('cli.statistics.froc.title'),
    columns: headings(t, level),
    rows: [
      ...rows.map(({ rate, sensitivity, interval }): ResultCell[] => [
        t('cli.statistics.froc.at', { rate: Number(rate.toPrecision(6)) }),
        { value: sensitivity, format: 'number' },
        range(interval, t),
      ]),
      mean
        ? [t('cli.statistics.froc.mean'), { value: mean.estimate, format: 'number' }, range(mean.interval, t)]
        : [t('cli.statistics.froc.mean'), { none: t('cli.statistics.froc.noLesion') }, ''],
    ],
  }
}

function areaTable({ areas }: ReturnType<typeof areasOf>, t: Translator, level: number): ResultTable {
  return {
    title: t('cli.statistics.froc.areas'),
    columns: headings(t, level),
    rows: areas.map(({ name, estimate, interval }): ResultCell[] => [
      t(`cli.statistics.froc.area.${name}`),
      estimate === null
        ? { none: t(name.endsWith('Precision') ? 'cli.statistics.froc.noLesion' : 'cli.statistics.froc.noArea') }
        : { value: estimate, format: 'number' },
      range(interval, t),
    ]),
  }
}

function countTable(counts: ReturnType<typeof countsOf>, t: Translator): ResultTable {
  const { cases, withLesions, falseMarksWithLesions, falseMarksWithout, lesions, found, ignored } = counts
  const per = (marks: number, scans: number): ResultCell =>
    scans === 0 ? { none: t('cli.statistics.result.none') } : { value: marks / scans, format: 'number' }
  return {
    title: t('cli.statistics.froc.counts'),
    columns: [
      t('cli.statistics.froc.kind'),
      t('cli.statistics.result.cases'),
      t('cli.statistics.froc.falseMarks'),
      t('cli.statistics.froc.perCase'),
    ],
    rows: [
      [
        ...[
          t('cli.statistics.froc.abnormal', { lesions, found, ignored }),
          { value: withLesions, format: 'count' } as const,
        ],
        ...[{ value: falseMarksWithLesions, format: 'count' } as const, per(falseMarksWithLesions, withLesions)],
      ],
      [
        ...[t('cli.statistics.froc.normal'), { value: cases - withLesions, format: 'count' } as const],
        ...[{ value: falseMarksWithout, format: 'count' } as const, per(falseMarksWithout, cases - withLesions)],
      ],
    ],
  }
}
