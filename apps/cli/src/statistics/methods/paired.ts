import {
  clusteredDifference,
  type Hypothesis,
  type McNemarVariant,
  mcNemarTest,
  type PairedCounts,
  type PairedMethod,
  pairedDifference,
  tango,
  testHypothesis,
} from '@assay/statistics/paired'
import type { Method, MethodInput, MethodResult, ResultCell } from '../method.ts'
import { between } from '../numbers.ts'
import { oneOf } from '../option-choice.ts'
import { type PairedCalls, readPairedCalls } from './paired-calls.ts'

const variants = ['exact', 'mid-p', 'asymptotic', 'continuity-corrected'] as const

/** `assay statistics paired`: two tests on the same cases. */
export const paired: Method = {
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
    command
      .option('--method <method>', t('cli.statistics.paired.method'), oneOf(['tango', 'newcombe'], '--method'), 'tango')
      .option('--mcnemar <variant>', t('cli.statistics.paired.mcnemar'), oneOf(variants, '--mcnemar'), 'exact')
      .option('--margin <share>', t('cli.statistics.paired.margin'), (text) => between(text, '--margin'))
      .option('--equivalence', t('cli.statistics.paired.equivalence')),
  run: runPaired,
}

interface Comparison {
  figure: 'positive' | 'sensitivity' | 'specificity'
  counts: PairedCounts
  units: { patient: string; first: 0 | 1; second: 0 | 1 }[]
}

function runPaired(input: MethodInput): MethodResult {
  const { t } = input
  const calls = readPairedCalls(input.columns)
  const found = comparisonsOf(calls).map((one) => ({ ...one, ...compare(one, calls, input) }))
  const failed = [calls.first, calls.second].map((own) => own.reduce((sum, call) => sum + (call === 255 ? 1 : 0), 0))
  const [first, second] = calls.names
  const isClustered = calls.patients !== undefined
  return {
    tables: [
      {
        title: t('cli.statistics.paired.title', { first, second }),
        columns: [
          ...[t('cli.statistics.result.figure'), t('cli.statistics.paired.first'), t('cli.statistics.paired.second')],
          t('cli.statistics.paired.difference'),
          t('cli.statistics.result.interval', { level: `${Number((100 * input.level).toPrecision(10))} %` }),
          ...[t('cli.statistics.paired.discordant'), t('cli.statistics.result.p')],
        ],
        rows: found.map(({ figure, counts, difference, p }): ResultCell[] => {
          const n = sizeOf(counts)
          return [
            t(`cli.statistics.proportion.figure.${figure}`),
            ...(n === 0
              ? [{ none: t('cli.statistics.result.none') }, { none: t('cli.statistics.result.none') }]
              : ([
                  { value: (counts.both + counts.onlyFirst) / n, format: 'share' },
                  { value: (counts.both + counts.onlySecond) / n, format: 'share' },
                ] as const)),
            ...(difference.status === 'estimated'
              ? ([
                  { value: difference.estimate, format: 'points' },
                  { lower: difference.lower, upper: difference.upper, format: 'points' },
                ] as const)
              : [
                  { none: t(`cli.statistics.paired.reason.${difference.reason}`) },
                  { none: t('cli.statistics.result.none') },
                ]),
            `${counts.onlyFirst} / ${counts.onlySecond}`,
            p === undefined ? { none: t('cli.statistics.result.none') } : { value: p, format: 'p' },
          ]
        }),
      },
      ...(input.options.margin === undefined ? [] : [marginTable(found, input)]),
    ],
    notes: [
      ...(failed[0]! + failed[1]! > 0 ? [t('cli.statistics.failed', { count: failed[0]! + failed[1]! })] : []),
      t(
        isClustered
          ? 'cli.statistics.paired.note.clustered'
          : `cli.statistics.paired.note.${input.options.method as PairedMethod}`,
      ),
      t('cli.statistics.paired.note.order'),
    ],
    json: { names: calls.names, failed, comparisons: found.map(({ units: _, ...one }) => one) },
  }
}

/** Of all cases, or of diseased and healthy ones apart. A failed output is the wrong answer, or where there is no truth negative. */
function comparisonsOf({ first, second, truth, patients }: PairedCalls): Comparison[] {
  const of = (figure: Comparison['figure'], own: readonly number[], right: 0 | 1): Comparison => {
    const units = own.map((i) => ({
      patient: patients?.[i] ?? '',
      ...{
        first: first[i] === right ? (1 as const) : (0 as const),
        second: second[i] === right ? (1 as const) : (0 as const),
      },
    }))
    const count = (a: 0 | 1, b: 0 | 1) => units.filter((unit) => unit.first === a && unit.second === b).length
    return {
      figure,
      units,
      counts: { both: count(1, 1), onlyFirst: count(1, 0), onlySecond: count(0, 1), neither: count(0, 0) },
    }
  }
  const all = [...first.keys()]
  if (!truth) return [of('positive', all, 1)]
  return [
    of(
      'sensitivity',
      all.filter((i) => truth[i] === 1),
      1,
    ),
    of(
      'specificity',
      all.filter((i) => truth[i] === 0),
      0,
    ),
  ]
}

function sizeOf({ both, onlyFirst, onlySecond, neither }: PairedCounts): number {
  return both + onlyFirst + onlySecond + neither
}

function compare({ counts, units }: Comparison, { patients }: PairedCalls, { options, level }: MethodInput) {
  if (patients) {
    const difference = clusteredDifference(units, level)
    return { difference, p: difference.status === 'estimated' ? difference.p : undefined, margin: undefined }
  }
  const difference = pairedDifference(counts, options.method as PairedMethod, level)
  const p = mcNemarTest(counts.onlyFirst, counts.onlySecond, options.mcnemar as McNemarVariant).p
  const margin = options.margin as number | undefined
  if (margin === undefined || difference.status !== 'estimated') return { difference, p, margin: undefined }
  const hypothesis: Hypothesis = options.equivalence
    ? { kind: 'equivalence', margin }
    : { kind: 'non-inferiority', margin, better: 'higher' }
  const test = testHypothesis((delta) => tango(counts, delta), hypothesis, (1 - level) / 2)
  return { difference, p, margin: { ...hypothesis, ...test } }
}

function marginTable(found: readonly (Comparison & ReturnType<typeof compare>)[], { t, level }: MethodInput) {
  return {
    title: t('cli.statistics.paired.tests'),
    columns: [
      ...[
        t('cli.statistics.result.figure'),
        t('cli.statistics.paired.hypothesis'),
        t('cli.statistics.paired.marginColumn'),
      ],
      ...[
        t('cli.statistics.result.p'),
        t('cli.statistics.paired.shown', { alpha: Number(((1 - level) / 2).toPrecision(6)) }),
      ],
    ],
    rows: found.map(({ figure, margin }): ResultCell[] =>
      margin
        ? [
            t(`cli.statistics.proportion.figure.${figure}`),
            t(`cli.statistics.paired.kind.${margin.kind as 'equivalence'}`),
            { value: (margin as { margin: number }).margin, format: 'share' },
            { value: margin.p, format: 'p' },
            t(margin.shown ? 'cli.statistics.paired.yes' : 'cli.statistics.paired.no'),
          ]
        : [t(`cli.statistics.proportion.figure.${figure}`), '', '', { none: t('cli.statistics.paired.notTested') }, ''],
    ),
  }
}
