import type { Translator } from '@assay/messages'
import type { PairedCounts } from '@assay/statistics/paired'
import type { Method, MethodInput, MethodResult, ResultCell, ResultTable } from '../method.ts'
import { oneOf } from '../option-choice.ts'
import { marginTable, withMarginOptions } from './margin-test.ts'
import { readPairedCalls } from './paired-calls.ts'
import {
  type Compared,
  type Comparison,
  compare,
  comparisonsOf,
  type PairedOptions,
  variants,
} from './paired-comparison.ts'

/** `assay statistics paired`: two tests on the same cases. */
export const paired: Method<PairedOptions> = {
  columns: [
    {
      name: 'first',
      kind: 'binary',
      required: false,
      mayMiss: true,
      description: 'cli.statistics.paired.column.first',
    },
    {
      name: 'second',
      kind: 'binary',
      required: false,
      mayMiss: true,
      description: 'cli.statistics.paired.column.second',
    },
    { name: 'case', kind: 'text', required: false, description: 'cli.statistics.column.case' },
    { name: 'test', kind: 'text', required: false, description: 'cli.statistics.roc.column.test' },
    { name: 'call', kind: 'binary', required: false, mayMiss: true, description: 'cli.statistics.column.call' },
    { name: 'truth', kind: 'binary', required: false, description: 'cli.statistics.column.truth' },
    { name: 'patient', kind: 'text', required: false, description: 'cli.statistics.column.patient' },
  ],
  describe: (command, t) =>
    withMarginOptions(command, t)
      .option('--method <method>', t('cli.statistics.paired.method'), oneOf(['tango', 'newcombe'], '--method'), 'tango')
      .option('--mcnemar <variant>', t('cli.statistics.paired.mcnemar'), oneOf(variants, '--mcnemar')),
  run: runPaired,
}

type Row = Comparison & Compared

function runPaired(input: MethodInput<PairedOptions>): MethodResult {
  const { t, level } = input
  const options = input.options
  const calls = readPairedCalls(input.columns)
  const isClustered = calls.patients !== undefined
  const rows = comparisonsOf(calls).map((one): Row => ({ ...one, ...compare(one, isClustered, options, level) }))
  const failed = [calls.first, calls.second].map((own) => own.reduce((sum, call) => sum + (call === 255 ? 1 : 0), 0))
  const all = failed.reduce((sum, count) => sum + count, 0)
  const [first, second] = calls.names
  const named = (row: Row) => ({ ...row, name: t(`cli.statistics.proportion.figure.${row.figure}`) })
  return {
    tables: [
      differencesTable(rows, t('cli.statistics.paired.title', { first, second }), input),
      ...(rows.some(({ test }) => test) ? [marginTable(rows.map(named), input)] : []),
    ],
    notes: [
      ...(all > 0 ? [t('cli.statistics.failed', { count: all })] : []),
      t(`cli.statistics.paired.note.${isClustered ? 'clustered' : options.method}`),
      t('cli.statistics.paired.note.order'),
    ],
    json: { names: calls.names, failed, comparisons: rows.map(({ units: _, ...one }) => one) },
  }
}

function differencesTable(rows: readonly Row[], title: string, { t, level }: MethodInput<PairedOptions>): ResultTable {
  return {
    title,
    columns: [
      ...[t('cli.statistics.result.figure'), t('cli.statistics.paired.first'), t('cli.statistics.paired.second')],
      t('cli.statistics.paired.difference'),
      t('cli.statistics.result.interval', { level: `${Number((100 * level).toPrecision(10))} %` }),
      ...[t('cli.statistics.paired.discordant'), t('cli.statistics.result.p')],
    ],
    rows: rows.map(({ figure, counts, difference, mcnemar }) => [
      t(`cli.statistics.proportion.figure.${figure}`),
      ...shareCells(counts, t),
      ...differenceCells(difference, t),
      `${counts.onlyFirst} / ${counts.onlySecond}`,
      { value: mcnemar.p, format: 'p' },
    ]),
  }
}

function shareCells({ both, onlyFirst, onlySecond, neither }: PairedCounts, t: Translator): ResultCell[] {
  const all = both + onlyFirst + onlySecond + neither
  return [both + onlyFirst, both + onlySecond].map((right) =>
    all === 0 ? { none: t('cli.statistics.result.none') } : { value: right / all, format: 'share' },
  )
}

function differenceCells(difference: Compared['difference'], t: Translator): ResultCell[] {
  if (difference.status === 'undefined')
    return [{ none: t(`cli.statistics.paired.reason.${difference.reason}`) }, { none: t('cli.statistics.result.none') }]
  const { estimate, lower, upper } = difference
  return [
    { value: estimate, format: 'points' },
    { lower, upper, format: 'points' },
  ]
}
