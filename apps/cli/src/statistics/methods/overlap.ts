import { AssayError } from '@assay/contracts'
import type { Translator } from '@assay/messages'
import {
  compareLabel,
  compareLesions,
  failedComparison,
  type LabelComparison,
  type LabelVolume,
  type LesionWise,
} from '@assay/statistics/overlap'
import type { Method, MethodInput, MethodResult, ResultCell, ResultTable } from '../method.ts'
import { wholeNumber } from '../numbers.ts'
import { oneOf } from '../option-choice.ts'
import { type LabelPair, readPairs } from './label-files.ts'

const surfaces = ['voxel', 'element'] as const
const emptyRules = ['perfect', 'undefined'] as const
const connectivities = ['6', '18', '26'] as const

interface OverlapOptions {
  readonly words: readonly string[]
  readonly labels?: readonly number[]
  readonly surface: (typeof surfaces)[number]
  readonly tolerance: number
  readonly empty: (typeof emptyRules)[number]
  readonly lesions?: boolean
  readonly connectivity: (typeof connectivities)[number]
  readonly dilation: number
  readonly leastVoxels: number
  readonly penalty?: number
}

/** `assay statistics overlap`: how far label maps agree with the reference, by overlap, surface and lesion. */
export const overlap: Method = {
  columns: [],
  describe: (command, t) =>
    command
      .argument('<reference>', t('cli.statistics.overlap.reference'))
      .argument('<result>', t('cli.statistics.overlap.result'))
      .option('--labels <labels>', t('cli.statistics.overlap.labels'), labelsOf)
      .option('--surface <kind>', t('cli.statistics.overlap.surface'), oneOf(surfaces, '--surface'), 'voxel')
      .option('--tolerance <mm>', t('cli.statistics.overlap.tolerance'), (text) => millimetres(text, '--tolerance'), 1)
      .option('--empty <rule>', t('cli.statistics.overlap.empty'), oneOf(emptyRules, '--empty'), 'undefined')
      .option('--lesions', t('cli.statistics.overlap.lesions'))
      .option(
        '--connectivity <neighbours>',
        t('cli.statistics.overlap.connectivity'),
        oneOf(connectivities, '--connectivity'),
        '26',
      )
      .option('--dilation <voxels>', t('cli.statistics.overlap.dilation'), (text) => wholeNumber(text, '--dilation'), 0)
      .option(
        '--least-voxels <voxels>',
        t('cli.statistics.overlap.leastVoxels'),
        (text) => wholeNumber(text, '--least-voxels'),
        1,
      )
      .option('--penalty <mm>', t('cli.statistics.overlap.penalty'), (text) => millimetres(text, '--penalty')),
  run: runOverlap,
}

function labelsOf(text: string): number[] {
  return text.split(',').map((word) => wholeNumber(word.trim(), '--labels'))
}

function millimetres(text: string, option: string): number {
  const value = Number(text)
  if (text.trim() !== '' && value >= 0 && value < Infinity) return value
  throw new AssayError('option-invalid', { option, what: 'option-number' })
}

interface CaseRow extends LabelComparison {
  readonly case: string
  readonly failed: boolean
  readonly lesionWise?: LesionWise
}

function runOverlap({ options, standing, t }: MethodInput): MethodResult {
  const chosen = options as unknown as OverlapOptions
  const [reference = '', result = ''] = chosen.words
  const rows: CaseRow[] = []
  for (const pair of readPairs(reference, result, standing)) rows.push(...compareCase(pair, chosen))
  const isMany = new Set(rows.map((row) => row.case)).size > 1
  const failed = new Set(rows.filter((row) => row.failed).map((row) => row.case)).size
  return {
    tables: [
      measureTable(rows, t),
      ...(isMany ? [meanTable(rows, t)] : []),
      ...(chosen.lesions ? [lesionTable(rows, t)] : []),
    ],
    notes: [
      t(`cli.statistics.overlap.note.${chosen.surface}`),
      t('cli.statistics.overlap.note.tolerance', { tolerance: chosen.tolerance }),
      t(`cli.statistics.overlap.note.${chosen.empty === 'perfect' ? 'emptyPerfect' : 'emptyUndefined'}`),
      ...(failed > 0 ? [t('cli.statistics.overlap.note.failed', { count: failed })] : []),
    ],
    json: { surface: chosen.surface, tolerance: chosen.tolerance, empty: chosen.empty, cases: rows },
  }
}

function compareCase({ case: name, reference, result }: LabelPair, options: OverlapOptions): CaseRow[] {
  const labels = options.labels ?? labelsIn([reference, ...(result ? [result] : [])])
  const { surface, tolerance, empty } = options
  return labels.map((label) => ({
    ...{ case: name, failed: result === undefined },
    ...(result
      ? compareLabel(reference, result, label, { surface, tolerance, empty })
      : failedComparison(reference, label)),
    ...(options.lesions && result
      ? { lesionWise: compareLesions(reference, result, label, lesionRules(options)) }
      : {}),
  }))
}

function lesionRules({ connectivity, dilation, leastVoxels, surface, penalty }: OverlapOptions) {
  return {
    connectivity: Number(connectivity) as 6 | 18 | 26,
    ...{ dilation, leastVoxels, surface },
    ...(penalty === undefined ? {} : { penalty }),
  }
}

/** Labels above 0 in any of the volumes, rising. */
function labelsIn(volumes: readonly LabelVolume[]): number[] {
  const found = new Set<number>()
  for (const { labels } of volumes) for (let i = 0; i < labels.length; i += 1) found.add(labels[i]!)
  found.delete(0)
  return [...found].sort((a, b) => a - b)
}

const measures = [
  'dice',
  'jaccard',
  'overlapError',
  'volumeDifference',
  'hausdorff',
  'hausdorff95',
  'averageSymmetric',
  'surfaceDice',
] as const

function headings(t: Translator): string[] {
  return measures.map((measure) => t(`cli.statistics.overlap.measure.${measure}`))
}

function cell(value: number | null, t: Translator): ResultCell {
  return value === null ? { none: t('cli.statistics.result.none') } : { value, format: 'number' }
}

function measureTable(rows: readonly CaseRow[], t: Translator): ResultTable {
  return {
    title: t('cli.statistics.overlap.title'),
    columns: [t('cli.statistics.column.case'), t('cli.statistics.overlap.label'), ...headings(t)],
    rows: rows.map((row) => [row.case, `${row.label}`, ...measures.map((measure) => cell(row[measure], t))]),
  }
}

/** Means over cases, label by label, of the cases where a measure is defined. */
function meanTable(rows: readonly CaseRow[], t: Translator): ResultTable {
  const labels = [...Map.groupBy(rows, ({ label }) => label)].sort(([a], [b]) => a - b)
  return {
    title: t('cli.statistics.overlap.means'),
    columns: [t('cli.statistics.overlap.label'), t('cli.statistics.result.cases'), ...headings(t)],
    rows: labels.map(([label, own]): ResultCell[] => [
      ...[`${label}`, { value: own.length, format: 'count' } as const],
      ...measures.map((measure) => cell(meanOf(own.map((row) => row[measure])), t)),
    ]),
  }
}

function meanOf(values: readonly (number | null)[]): number | null {
  const known = values.filter((value) => value !== null)
  return known.length === 0 ? null : known.reduce((sum, value) => sum + value, 0) / known.length
}

function lesionTable(rows: readonly CaseRow[], t: Translator): ResultTable {
  return {
    title: t('cli.statistics.overlap.byLesion'),
    columns: [
      ...[t('cli.statistics.column.case'), t('cli.statistics.overlap.label'), t('cli.statistics.overlap.found')],
      ...[
        t('cli.statistics.overlap.missed'),
        t('cli.statistics.overlap.false'),
        t('cli.statistics.overlap.lesionDice'),
      ],
      ...[t('cli.statistics.overlap.lesionHausdorff'), 'F1'],
    ],
    rows: rows.flatMap(({ case: name, label, lesionWise: one }): ResultCell[][] =>
      one
        ? [
            [
              ...[
                name,
                `${label}`,
                ...([one.found, one.missed, one.false].map((value) => ({ value, format: 'count' })) as ResultCell[]),
              ],
              ...[cell(one.meanDice, t), cell(one.meanHausdorff95, t), cell(one.f1, t)],
            ],
          ]
        : [],
    ),
  }
}
