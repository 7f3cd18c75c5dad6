import { AssayError } from '@assay/contracts'
import type { Translator } from '@assay/messages'
import { absentComparison, failedComparison, poolPanopticQuality } from '@assay/statistics/overlap'
import type { Method, MethodInput, MethodResult } from '../method.ts'
import { wholeNumber } from '../numbers.ts'
import { oneOf } from '../option-choice.ts'
import { completionOf, completionTable } from './completion.ts'
import { listPairs } from './label-files.ts'
import {
  type ComparedCase,
  compareCases,
  connectivities,
  emptyRules,
  type OverlapRules,
  surfaces,
} from './overlap-cases.ts'
import { type CaseRow, instanceTable, lesionTable, meansOf, meanTable, measureTable } from './overlap-tables.ts'
import { readPatients } from './patients-table.ts'

interface OverlapOptions extends OverlapRules {
  readonly words: readonly string[]
  readonly patients?: string
}

/** `assay statistics overlap`: how far label maps agree with the reference, by overlap, surface and lesion. */
export const overlap: Method<OverlapOptions> = {
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

async function runOverlap({
  options,
  standing,
  level,
  t,
  progress,
}: MethodInput<OverlapOptions>): Promise<MethodResult> {
  const chosen = options
  const patients = readPatients(chosen.patients, standing)
  const [reference = '', result = ''] = chosen.words
  const { pairs, extra } = listPairs(reference, result, standing)
  const cases = await compareCases(pairs, chosen, progress)
  const failed = cases.filter((one) => one.failed).length
  const patientOf = (name: string) => patients.get(name) ?? name
  const completion = completionOf(
    cases.map((one) => ({ patient: patientOf(one.case), failed: one.failed })),
    level,
  )
  const completions = failed > 0 ? [completionTable(completion, t, level)] : []
  const notes = (hasMeans: boolean) => notesOf(chosen, { failed, extra, hasMeans }, t)
  const { surface, tolerance, empty } = chosen
  const json = { surface, tolerance, empty, completion, resultsWithoutReference: extra }
  if (chosen.instances) {
    const instances = cases.flatMap((one) => one.instances)
    const pooled = poolPanopticQuality(instances)
    return {
      tables: [instanceTable(instances, pooled, t), ...completions],
      notes: notes(false),
      json: { ...json, instances, pooled },
    }
  }
  const rows = rowsOfAllLabels(cases, empty).map((row) => ({ ...row, patient: patientOf(row.case) }))
  const means = cases.length > 1 ? meansOf(rows, level) : []
  return {
    tables: [
      measureTable(rows, t),
      ...(means.length > 0 ? [meanTable(means, level, t)] : []),
      ...(chosen.lesions ? [lesionTable(rows, t)] : []),
      ...completions,
    ],
    notes: notes(means.length > 0),
    json: { ...json, cases: rows, level, means },
  }
}

/** Each case with each label of any of them, or with those that were asked for, so that a label that a case lacks counts there by the rule. */
function rowsOfAllLabels(cases: readonly ComparedCase[], empty: OverlapOptions['empty']): Omit<CaseRow, 'patient'>[] {
  const labels = [...new Set(cases.flatMap(({ rows }) => rows.map(({ label }) => label)))].sort((a, b) => a - b)
  return cases.flatMap(({ case: name, failed, grid, rows }) =>
    labels.map(
      (label) =>
        rows.find((row) => row.label === label) ?? {
          case: name,
          failed,
          ...(failed ? failedComparison(grid, label, false) : absentComparison(label, empty)),
        },
    ),
  )
}

function notesOf(
  chosen: OverlapOptions,
  { failed, extra, hasMeans }: { failed: number; extra: number; hasMeans: boolean },
  t: Translator,
): string[] {
  const ofCases = [
    ...(failed > 0 ? [t('cli.statistics.overlap.note.failed', { count: failed })] : []),
    ...(extra > 0 ? [t('cli.statistics.overlap.note.extra', { count: extra })] : []),
  ]
  if (chosen.instances) return [t('cli.statistics.overlap.note.instances'), ...ofCases]
  return [
    t(`cli.statistics.overlap.note.${chosen.surface}`),
    t('cli.statistics.overlap.note.tolerance', { tolerance: chosen.tolerance }),
    ...(chosen.centreline ? [t('cli.statistics.overlap.note.centreline')] : []),
    t(`cli.statistics.overlap.note.${chosen.empty === 'perfect' ? 'emptyPerfect' : 'emptyUndefined'}`),
    ...(hasMeans ? [t('cli.statistics.overlap.note.clustered')] : []),
    ...ofCases,
  ]
}
