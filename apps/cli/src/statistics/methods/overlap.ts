import { AssayError } from '@assay/contracts'
import type { Translator } from '@assay/messages'
import {
  centrelineDice,
  compareLabel,
  compareLesions,
  failedComparison,
  type LabelVolume,
  panopticQuality,
} from '@assay/statistics/overlap'
import type { Method, MethodInput, MethodResult } from '../method.ts'
import { wholeNumber } from '../numbers.ts'
import { oneOf } from '../option-choice.ts'
import { type LabelPair, readPairs } from './label-files.ts'
import {
  type CaseRow,
  type InstanceRow,
  instanceTable,
  lesionTable,
  meansOf,
  meanTable,
  measureTable,
} from './overlap-tables.ts'
import { readPatients } from './patients-table.ts'

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
  readonly centreline?: boolean
  readonly instances?: boolean
  readonly patients?: string
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
      .option('--centreline', t('cli.statistics.overlap.centreline'))
      .option('--instances', t('cli.statistics.overlap.instances'))
      .option('--patients <table>', t('cli.statistics.overlap.patientsTable'))
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

function runOverlap({ options, standing, level, t }: MethodInput): MethodResult {
  const chosen = options as unknown as OverlapOptions
  const patients = readPatients(chosen.patients, standing)
  const [rows, instances]: [CaseRow[], InstanceRow[]] = [[], []]
  const cases = new Map<string, boolean>()
  const [reference = '', result = ''] = chosen.words
  for (const pair of readPairs(reference, result, standing)) {
    const failed = pair.result === undefined
    cases.set(pair.case, failed)
    if (chosen.instances)
      instances.push({ case: pair.case, failed, ...panopticQuality(pair.reference, resultOf(pair)) })
    else rows.push(...compareCase(pair, patients.get(pair.case) ?? pair.case, chosen))
  }
  const means = cases.size > 1 ? meansOf(rows, level) : []
  return {
    tables: chosen.instances
      ? [instanceTable(instances, t)]
      : [
          measureTable(rows, t),
          ...(means.length > 0 ? [meanTable(means, level, t)] : []),
          ...(chosen.lesions ? [lesionTable(rows, t)] : []),
        ],
    notes: notesOf(chosen, [...cases.values()].filter(Boolean).length, means.length > 0, t),
    json: {
      ...{ surface: chosen.surface, tolerance: chosen.tolerance, empty: chosen.empty },
      ...(chosen.instances ? { instances } : { cases: rows, level, means }),
    },
  }
}

function notesOf(chosen: OverlapOptions, failed: number, hasMeans: boolean, t: Translator): string[] {
  const ofFailed = failed > 0 ? [t('cli.statistics.overlap.note.failed', { count: failed })] : []
  if (chosen.instances) return [t('cli.statistics.overlap.note.instances'), ...ofFailed]
  return [
    t(`cli.statistics.overlap.note.${chosen.surface}`),
    t('cli.statistics.overlap.note.tolerance', { tolerance: chosen.tolerance }),
    ...(chosen.centreline ? [t('cli.statistics.overlap.note.centreline')] : []),
    t(`cli.statistics.overlap.note.${chosen.empty === 'perfect' ? 'emptyPerfect' : 'emptyUndefined'}`),
    ...(hasMeans ? [t('cli.statistics.overlap.note.clustered')] : []),
    ...ofFailed,
  ]
}

/** What a failed output is where instances are counted: nothing. */
function resultOf({ reference, result }: LabelPair): LabelVolume {
  return result ?? { ...reference, labels: new Uint8Array(reference.labels.length) }
}

function compareCase(
  { case: name, reference, result }: LabelPair,
  patient: string,
  options: OverlapOptions,
): CaseRow[] {
  const labels = options.labels ?? labelsIn([reference, ...(result ? [result] : [])])
  const { surface, tolerance, empty } = options
  return labels.map((label) => ({
    ...{ case: name, patient, failed: result === undefined },
    ...(result
      ? compareLabel(reference, result, label, { surface, tolerance, empty })
      : failedComparison(reference, label)),
    ...(options.centreline ? centrelineDice(reference, resultOf({ case: name, reference, result }), label) : {}),
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
