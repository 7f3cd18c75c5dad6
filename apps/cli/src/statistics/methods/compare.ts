import { AssayError } from '@assay/contracts'
import type { Translator } from '@assay/messages'
import { changesOf, type VersionDifference, versionDifference } from '@assay/statistics/versions'
import type { Method, MethodInput, MethodResult, ResultCell } from '../method.ts'
import { numbersOf } from '../number-list.ts'
import { wholeNumber } from '../numbers.ts'
import { oneOf } from '../option-choice.ts'
import { partOf } from '../part-option.ts'
import { type Compared, compareMarks } from './compare-marks.ts'
import { type CompareOptions, endpoints, isOfMarks, isOfProbabilities, pairsOf, versionsOf } from './compare-tables.ts'
import { describeMatching } from './matching-options.ts'

/** `assay statistics compare`: versions of a device on the same cases, each with a baseline and with the one before. */
export const compare: Method<CompareOptions> = {
  columns: [
    { name: 'version', kind: 'text', required: true, description: 'cli.statistics.compare.column.version' },
    { name: 'case', kind: 'text', required: true, description: 'cli.statistics.column.case' },
    { name: 'score', kind: 'number', required: true, description: 'cli.statistics.compare.column.score' },
    { name: 'truth', kind: 'binary', required: false, description: 'cli.statistics.column.truth' },
    { name: 'reference', kind: 'number', required: false, description: 'cli.statistics.compare.column.reference' },
    { name: 'of', kind: 'number', required: false, description: 'cli.statistics.compare.column.of' },
    { name: 'patient', kind: 'text', required: false, description: 'cli.statistics.column.patient' },
  ],
  readsTable: ({ endpoint }) => !isOfMarks(endpoint as CompareOptions['endpoint']),
  describe: (command, t) =>
    describeMatching(
      command
        .option('--endpoint <name>', t('cli.statistics.compare.endpoint'), oneOf(endpoints, '--endpoint'), 'score')
        .option('--cut <score>', t('cli.statistics.compare.cut'), (text) => finite(text, '--cut'))
        .option(
          '--weights <kind>',
          t('cli.statistics.compare.weights'),
          oneOf(['identity', 'linear', 'quadratic'] as const, '--weights'),
          'identity',
        )
        .option('--partial <part>', t('cli.statistics.compare.partial'), partOf)
        .option('--baseline <version>', t('cli.statistics.compare.baseline'))
        .option('--margin <difference>', t('cli.statistics.compare.margin'), marginOf)
        .option('--lower-better', t('cli.statistics.compare.lowerBetter'))
        .option('--listed <number>', t('cli.statistics.compare.listed'), (text) => wholeNumber(text, '--listed'), 5)
        .option('--lesions <table>', t('cli.statistics.froc.lesions'))
        .option('--cases <table>', t('cli.statistics.froc.cases'))
        .option('--rates <list>', t('cli.statistics.froc.rates'), numbersOf('--rates'))
        .option(
          '--replicates <number>',
          t('cli.statistics.replicates'),
          (text) => wholeNumber(text, '--replicates'),
          1000,
        ),
      t,
    ),
  run: runCompare,
}

function finite(text: string, option: string): number {
  const value = Number(text)
  if (text.trim() !== '' && Number.isFinite(value)) return value
  throw new AssayError('option-invalid', { option, what: 'option-number' })
}

function marginOf(text: string): number {
  const value = Number(text)
  if (text.trim() !== '' && value >= 0 && value < Infinity) return value
  throw new AssayError('option-invalid', { option: '--margin', what: 'option-out-of-range' })
}

/** A version held against another: the later minus the earlier, turned so that more is better. */
interface Comparison {
  readonly version: string
  readonly against: string
  readonly cases: number
  readonly better: number
  readonly worse: number
  readonly found: VersionDifference | null
  /** Whether the lower limit lies above minus the margin. */
  readonly nonInferior: boolean | null
  readonly best: readonly Change[]
  readonly worst: readonly Change[]
}

interface Change {
  readonly case: string
  readonly difference: number
}

async function runCompare(input: MethodInput<CompareOptions>): Promise<MethodResult> {
  const chosen = input.options
  const { endpoint, weights, partial } = chosen
  if (isOfMarks(endpoint)) {
    const { names, hold } = await compareMarks(endpoint, chosen, input)
    return report(names, hold, chosen, input)
  }
  if (endpoint === 'partial-area' && !partial)
    throw new AssayError('option-invalid', { option: '--partial', what: 'option-part' })
  const detail = { weights, ...(partial ? { part: partial } : {}) }
  const versions = versionsOf(input.columns, chosen)
  const hold = (version: string, against: string): Compared => {
    const pairs = pairsOf(versions, version, against)
    const cases = pairs.map(({ pair }) => pair)
    const changes = changesOf(endpoint, cases, detail)
    return {
      found: versionDifference(endpoint, cases, input.level, detail),
      changes: pairs.map((one, i) => ({ case: one.case, difference: changes[i]! })),
    }
  }
  return report([...versions.keys()], hold, chosen, input)
}

function report(
  names: readonly string[],
  compared: (version: string, against: string) => Compared,
  chosen: CompareOptions,
  { columns, level, t }: MethodInput,
): MethodResult {
  const baseline = chosen.baseline ?? names[0]!
  if (!names.includes(baseline))
    throw new AssayError('option-invalid', { option: '--baseline', what: 'version-unknown' })
  if (names.length < 2) throw new AssayError('table-refused', { file: columns.file, what: 'one-version' })
  const hold = (version: string, against: string) => comparisonOf(version, against, compared(version, against), chosen)
  const drift = names.filter((name) => name !== baseline).map((name) => hold(name, baseline))
  const steps = names.slice(1).map((name, i) => hold(name, names[i]!))
  const methods = [...new Set(drift.flatMap(({ found }) => (found ? [found.method] : [])))]
  const { endpoint, margin, listed } = chosen
  return {
    tables: [
      comparisonTable(t('cli.statistics.compare.drift', { baseline }), drift, level, t),
      ...(names.length > 2 ? [comparisonTable(t('cli.statistics.compare.steps'), steps, level, t)] : []),
      ...(listed > 0 ? (['worst', 'best'] as const).map((side) => changeTable(side, drift, t)) : []),
    ],
    notes: [
      t(`cli.statistics.compare.note.endpoint.${endpoint}`),
      t(`cli.statistics.compare.note.${isLowerBetter(chosen) ? 'lower' : 'higher'}`),
      ...methods.map((method) => t(`cli.statistics.compare.note.method.${method}`)),
      ...(margin === undefined ? [] : [t('cli.statistics.compare.note.margin', { margin })]),
    ],
    json: { endpoint, baseline, level, margin: margin ?? null, drift: drift.map(plain), steps: steps.map(plain) },
  }
}

/** Distances to the reference are better where they are less. */
function isLowerBetter({ endpoint, lowerBetter }: CompareOptions): boolean {
  return (
    ['bias', 'spread'].includes(endpoint) ||
    isOfProbabilities(endpoint) ||
    (endpoint === 'score' && lowerBetter === true)
  )
}

function comparisonOf(
  version: string,
  against: string,
  { found, changes }: Compared,
  chosen: CompareOptions,
): Comparison {
  // Changes of cases are nearer or further already; a score's own are turned with it.
  const sign = chosen.endpoint === 'score' && chosen.lowerBetter ? -1 : 1
  const turned = changes.map((one) => ({ ...one, difference: sign * one.difference }))
  const sorted = turned.toSorted((a, b) => a.difference - b.difference || (a.case < b.case ? -1 : 1))
  const better = sorted.filter(({ difference }) => difference > 0)
  const worse = sorted.filter(({ difference }) => difference < 0)
  const own = found && isLowerBetter(chosen) ? turnedRound(found) : found
  return {
    version,
    against,
    cases: changes.length,
    better: better.length,
    worse: worse.length,
    found: own ?? null,
    best: better.toReversed().slice(0, chosen.listed),
    worst: worse.slice(0, chosen.listed),
    nonInferior: chosen.margin === undefined || !own ? null : own.lower > -chosen.margin,
  }
}

function turnedRound(found: VersionDifference): VersionDifference {
  return { ...found, estimate: -found.estimate, lower: -found.upper, upper: -found.lower }
}

function plain({ found, ...others }: Comparison) {
  return {
    ...others,
    ...(found ?? { earlier: null, later: null, estimate: null, lower: null, upper: null, method: null }),
  }
}

function comparisonTable(title: string, rows: readonly Comparison[], level: number, t: Translator) {
  const hasMargin = rows.some(({ nonInferior }) => nonInferior !== null)
  const none: ResultCell = { none: t('cli.statistics.result.none') }
  return {
    title,
    columns: [
      ...[t('cli.statistics.compare.pair'), t('cli.statistics.result.cases'), t('cli.statistics.compare.better')],
      ...[t('cli.statistics.compare.worse'), t('cli.statistics.compare.earlier'), t('cli.statistics.compare.later')],
      t('cli.statistics.compare.difference'),
      t('cli.statistics.result.interval', { level: `${Number((100 * level).toPrecision(10))} %` }),
      ...(hasMargin ? [t('cli.statistics.compare.nonInferior')] : []),
    ],
    rows: rows.map(({ found, nonInferior, ...one }): ResultCell[] => [
      `${one.version} − ${one.against}`,
      ...([one.cases, one.better, one.worse].map((value) => ({ value, format: 'count' })) as ResultCell[]),
      ...(['earlier', 'later', 'estimate'] as const).map(
        (name): ResultCell => (found ? { value: found[name], format: 'number' } : none),
      ),
      found ? { lower: found.lower, upper: found.upper, format: 'number' } : none,
      ...(hasMargin ? [nonInferior === null ? '' : t(`cli.statistics.compare.${nonInferior ? 'yes' : 'no'}`)] : []),
    ]),
  }
}

/** Cases that came out better or worse, for the eyes of the hospital whose cases they are. */
function changeTable(side: 'best' | 'worst', rows: readonly Comparison[], t: Translator) {
  return {
    title: t(`cli.statistics.compare.${side}Title`),
    columns: [
      t('cli.statistics.compare.pair'),
      t('cli.statistics.column.case'),
      t('cli.statistics.compare.difference'),
    ],
    rows: rows.flatMap((row): ResultCell[][] =>
      row[side].map((one) => [
        `${row.version} − ${row.against}`,
        one.case,
        { value: one.difference, format: 'number' },
      ]),
    ),
  }
}
