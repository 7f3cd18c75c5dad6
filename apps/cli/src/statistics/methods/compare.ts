import { AssayError } from '@assay/contracts'
import type { Translator } from '@assay/messages'
import { clusteredMean } from '@assay/statistics'
import type { Method, MethodInput, MethodResult, ResultCell } from '../method.ts'
import { wholeNumber } from '../numbers.ts'
import type { Columns } from '../tables/columns.ts'

interface CompareOptions {
  readonly baseline?: string
  readonly margin?: number
  readonly lowerBetter?: boolean
  readonly listed: number
}

/** `assay statistics compare`: versions of a device on the same cases, each with a baseline and with the one before. */
export const compare: Method = {
  columns: [
    { name: 'version', kind: 'text', required: true, description: 'cli.statistics.compare.column.version' },
    { name: 'case', kind: 'text', required: true, description: 'cli.statistics.column.case' },
    { name: 'score', kind: 'number', required: true, description: 'cli.statistics.compare.column.score' },
    { name: 'patient', kind: 'text', required: false, description: 'cli.statistics.column.patient' },
  ],
  describe: (command, t) =>
    command
      .option('--baseline <version>', t('cli.statistics.compare.baseline'))
      .option('--margin <difference>', t('cli.statistics.compare.margin'), marginOf)
      .option('--lower-better', t('cli.statistics.compare.lowerBetter'))
      .option('--listed <number>', t('cli.statistics.compare.listed'), (text) => wholeNumber(text, '--listed'), 5),
  run: runCompare,
}

function marginOf(text: string): number {
  const value = Number(text)
  if (text.trim() !== '' && value >= 0 && value < Infinity) return value
  throw new AssayError('option-invalid', { option: '--margin', what: 'option-out-of-range' })
}

type Scores = ReadonlyMap<string, { score: number; patient: string }>

/** A version held against another: differences, the later minus the earlier, turned so that more is better. */
interface Comparison {
  readonly version: string
  readonly against: string
  readonly cases: number
  readonly better: number
  readonly worse: number
  readonly estimate: number
  readonly lower: number | null
  readonly upper: number | null
  /** Whether the lower limit lies above minus the margin. */
  readonly nonInferior: boolean | null
  readonly worst: readonly { case: string; difference: number }[]
}

function runCompare({ columns, options, level, t }: MethodInput): MethodResult {
  const chosen = options as unknown as CompareOptions
  const versions = scoresOf(columns)
  const names = [...versions.keys()]
  const baseline = chosen.baseline ?? names[0]!
  if (!versions.has(baseline)) throw new AssayError('option-invalid', { option: '--baseline', what: 'version-unknown' })
  if (names.length < 2) throw new AssayError('table-refused', { file: columns.file, what: 'one-version' })
  const hold = (version: string, against: string) =>
    comparisonOf({ version, against }, versions.get(version)!, versions.get(against)!, chosen, level)
  const drift = names.filter((name) => name !== baseline).map((name) => hold(name, baseline))
  const steps = names.slice(1).map((name, i) => hold(name, names[i]!))
  return {
    tables: [
      comparisonTable(t('cli.statistics.compare.drift', { baseline }), drift, level, t),
      ...(names.length > 2 ? [comparisonTable(t('cli.statistics.compare.steps'), steps, level, t)] : []),
      ...(chosen.listed > 0 ? [worstTable(drift, t)] : []),
    ],
    notes: [
      t(`cli.statistics.compare.note.${chosen.lowerBetter ? 'lower' : 'higher'}`),
      t('cli.statistics.compare.note.clustered'),
      ...(chosen.margin === undefined ? [] : [t('cli.statistics.compare.note.margin', { margin: chosen.margin })]),
    ],
    json: { baseline, level, margin: chosen.margin ?? null, drift, steps },
  }
}

/** Versions in the order in which they first stand in the table. */
function scoresOf(columns: Columns): Map<string, Map<string, { score: number; patient: string }>> {
  const [versions, cases, scores] = [columns.text('version'), columns.text('case'), columns.number('score')]
  const patients = columns.has('patient') ? columns.text('patient') : cases
  const found = new Map<string, Map<string, { score: number; patient: string }>>()
  for (const [row, version] of versions.entries()) {
    const own = found.get(version) ?? new Map()
    found.set(version, own)
    if (own.has(cases[row]!))
      throw new AssayError('table-value-invalid', {
        ...{ file: columns.file, line: columns.lineOf(row), column: 'case', what: 'case-listed-twice' },
      })
    own.set(cases[row]!, { score: scores[row]!, patient: patients[row]! })
  }
  return found
}

function comparisonOf(
  names: { version: string; against: string },
  later: Scores,
  earlier: Scores,
  { margin, lowerBetter, listed }: CompareOptions,
  level: number,
): Comparison {
  const sign = lowerBetter ? -1 : 1
  const differences = [...later].flatMap(([name, { score, patient }]) => {
    const before = earlier.get(name)
    return before ? [{ case: name, patient, value: sign * (score - before.score) }] : []
  })
  const mean = clusteredMean(differences, level)
  const estimate =
    differences.length === 0 ? 0 : differences.reduce((sum, { value }) => sum + value, 0) / differences.length
  const worst = differences
    .filter(({ value }) => value < 0)
    .sort((a, b) => a.value - b.value || (a.case < b.case ? -1 : 1))
    .slice(0, listed)
  return {
    ...names,
    ...{ cases: differences.length, estimate, lower: mean?.lower ?? null, upper: mean?.upper ?? null },
    better: differences.filter(({ value }) => value > 0).length,
    worse: differences.filter(({ value }) => value < 0).length,
    nonInferior: margin === undefined || !mean ? null : mean.lower > -margin,
    worst: worst.map(({ case: name, value }) => ({ case: name, difference: value })),
  }
}

function comparisonTable(title: string, rows: readonly Comparison[], level: number, t: Translator) {
  const hasMargin = rows.some(({ nonInferior }) => nonInferior !== null)
  return {
    title,
    columns: [
      ...[t('cli.statistics.compare.pair'), t('cli.statistics.result.cases'), t('cli.statistics.compare.better')],
      ...[t('cli.statistics.compare.worse'), t('cli.statistics.compare.mean')],
      t('cli.statistics.result.interval', { level: `${Number((100 * level).toPrecision(10))} %` }),
      ...(hasMargin ? [t('cli.statistics.compare.nonInferior')] : []),
    ],
    rows: rows.map((one): ResultCell[] => [
      `${one.version} − ${one.against}`,
      ...([one.cases, one.better, one.worse].map((value) => ({ value, format: 'count' })) as ResultCell[]),
      { value: one.estimate, format: 'number' },
      one.lower === null || one.upper === null
        ? { none: t('cli.statistics.result.none') }
        : { lower: one.lower, upper: one.upper, format: 'number' },
      ...(hasMargin
        ? [one.nonInferior === null ? '' : t(`cli.statistics.compare.${one.nonInferior ? 'yes' : 'no'}`)]
        : []),
    ]),
  }
}

/** Cases that came out worse, for the eyes of the hospital whose cases they are. */
function worstTable(rows: readonly Comparison[], t: Translator) {
  return {
    title: t('cli.statistics.compare.worstTitle'),
    columns: [
      t('cli.statistics.compare.pair'),
      t('cli.statistics.column.case'),
      t('cli.statistics.compare.difference'),
    ],
    rows: rows.flatMap(({ version, against, worst }): ResultCell[][] =>
      worst.map((one) => [`${version} − ${against}`, one.case, { value: one.difference, format: 'number' }]),
    ),
  }
}
