import type { Translator } from '@assay/messages'
import {
  type BeatCaseScore,
  type Ec57Parameters,
  type Figure,
  limit,
  matrixCells,
  type RunCaseScore,
  sumCells,
} from '@assay/statistics'
import type { ResultCell, ResultTable } from '../method.ts'

export function figureTable(
  figures: readonly Figure[],
  t: Translator,
  level: number,
  title = t('cli.statistics.beats.title'),
): ResultTable {
  return {
    title,
    columns: [
      ...[t('cli.statistics.result.figure'), t('cli.statistics.result.estimate')],
      t('cli.statistics.result.interval', { level: `${Number((100 * level).toPrecision(10))} %` }),
      ...[t('cli.statistics.beats.of'), t('cli.statistics.beats.effective')],
    ],
    rows: figures.map((figure) => figureRow(figure, t, level)),
  }
}

function figureRow(figure: Figure, t: Translator, level: number): ResultCell[] {
  const name = figureName(figure.id, t)
  if (figure.status !== 'estimated') return [name, { none: t('cli.statistics.result.none') }, '', '', '']
  const tail = (1 - level) / 2
  const { estimate, numerator, denominator = 0, effectivePatients } = figure
  return [
    name,
    { value: estimate, format: 'share' },
    { lower: limit(figure, 'lower', tail), upper: limit(figure, 'upper', tail), format: 'share' },
    numerator === undefined || figure.id.endsWith('.average')
      ? `${denominator}`
      : `${inUnits(figure.id, numerator)} / ${inUnits(figure.id, denominator)}`,
    { value: effectivePatients, format: 'number' },
  ]
}

/** Durations come in milliseconds, and are printed in seconds. */
function inUnits(id: string, value: number): number {
  return id.startsWith('duration.') ? value / 1000 : value
}

function figureName(id: string, t: Translator): string {
  if (id === 'completion') return t('report.target.completion')
  const [target = '', measure = '', kind = ''] = id.split('.')
  const word = (key: string) => t(key as Parameters<Translator>[0])
  return t('report.figureName', {
    target: word(`report.target.${target}`),
    measure: word(`report.measure.${measure}`),
    kind: word(`report.kind.${kind}`),
  })
}

const rows = ['N', 'S', 'V', 'F', 'Q', 'O', 'X'] as const
const columns = ['n', 's', 'v', 'f', 'q', 'o', 'x'] as const

export function matrixTable(scores: readonly BeatCaseScore[], t: Translator): ResultTable {
  const cellOf = (name: string): ResultCell => {
    const cell = matrixCells.find((one) => one === name)
    if (!cell) return ''
    return { value: scores.reduce((sum, { matrix }) => sum + sumCells(matrix, [cell]), 0), format: 'count' }
  }
  return {
    title: t('cli.statistics.beats.matrix'),
    columns: ['', ...columns],
    rows: rows.map((row): ResultCell[] => [row, ...columns.map((column) => cellOf(`${row}${column}`))]),
  }
}

export function runTables(runs: readonly RunCaseScore[], t: Translator): ResultTable[] {
  const scored = runs.filter(({ paced }) => !paced)
  const table = (kind: 'veb' | 'sveb', side: 'sensitivity' | 'predictivity'): ResultTable => ({
    title: t('cli.statistics.beats.runMatrix', {
      kind: t(`cli.statistics.beats.${kind === 'veb' ? 'ventricular' : 'supraventricular'}`),
      side: t(`cli.statistics.beats.side.${side}`),
    }),
    columns: ['', ...'0123456'],
    rows: [...'0123456'].map((row): ResultCell[] => [
      row,
      ...[...'0123456'].map((column): ResultCell => {
        const value = scored.reduce((sum, one) => sum + one[kind][side][Number(row)]![Number(column)]!, 0)
        return { value, format: 'count' }
      }),
    ]),
  })
  return [
    ...(['sensitivity', 'predictivity'] as const).map((side) => table('veb', side)),
    ...(['sensitivity', 'predictivity'] as const).map((side) => table('sveb', side)),
  ]
}

export function recordTable(scores: readonly BeatCaseScore[], t: Translator): ResultTable {
  const count = (value: number): ResultCell => ({ value, format: 'count' })
  const beatsIn = (matrix: BeatCaseScore['matrix'], pattern: RegExp): ResultCell =>
    count(
      sumCells(
        matrix,
        matrixCells.filter((cell) => pattern.test(cell)),
      ),
    )
  return {
    title: t('cli.statistics.beats.byRecord'),
    columns: [
      ...[t('cli.statistics.beats.record'), t('cli.statistics.beats.matched'), t('cli.statistics.beats.missed')],
      ...[t('cli.statistics.beats.extra'), t('cli.statistics.beats.remark')],
    ],
    rows: scores.map(({ record, matrix, paced, failure }) => [
      record,
      beatsIn(matrix, /^[NSVFQ][nsvfq]$/),
      beatsIn(matrix, /^[NSVFQ][ox]$/),
      beatsIn(matrix, /^[OX][nsvfq]$/),
      failure ? t('cli.statistics.beats.failed') : paced ? t('cli.statistics.beats.paced') : '',
    ]),
  }
}

export function notesOf(scores: readonly BeatCaseScore[], parameters: Ec57Parameters, t: Translator): string[] {
  const paced = scores.filter((one) => one.paced).length
  const failed = scores.filter((one) => one.failure !== null).length
  return [
    t('cli.statistics.beats.note.rules', {
      window: 1000 * parameters.matchWindowSeconds,
      learning: parameters.learningSeconds,
      from: parameters.learningAppliesFromSeconds,
    }),
    t('cli.statistics.beats.note.clustered', { patients: new Set(scores.map(({ patient }) => patient)).size }),
    ...(paced > 0 ? [t('cli.statistics.beats.note.paced', { count: paced })] : []),
    ...(failed > 0 ? [t('cli.statistics.beats.note.failed', { count: failed })] : []),
  ]
}
