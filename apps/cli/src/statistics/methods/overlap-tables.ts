import type { Translator } from '@assay/messages'
import { clusteredMean } from '@assay/statistics'
import type { CentrelineDice, LabelComparison, LesionWise, PanopticQuality } from '@assay/statistics/overlap'
import type { ResultCell, ResultTable } from '../method.ts'

/** A label of a case, compared. */
export interface CaseRow extends LabelComparison, Partial<CentrelineDice> {
  readonly case: string
  readonly patient: string
  readonly failed: boolean
  readonly lesionWise?: LesionWise
}

/** A case whose labels are instances, compared. */
export interface InstanceRow extends PanopticQuality {
  readonly case: string
  readonly failed: boolean
}

const always = [
  'dice',
  'jaccard',
  'overlapError',
  'volumeDifference',
  'hausdorff',
  'hausdorff95',
  'averageSymmetric',
  'surfaceDice',
] as const
const measures = [...always, 'centrelineDice'] as const

function measuresOf(rows: readonly CaseRow[]) {
  return measures.filter((measure) => rows.some((row) => row[measure] !== undefined))
}

function cell(value: number | null | undefined, t: Translator): ResultCell {
  return value === null || value === undefined ? { none: t('cli.statistics.result.none') } : { value, format: 'number' }
}

export function measureTable(rows: readonly CaseRow[], t: Translator): ResultTable {
  const shown = measuresOf(rows)
  return {
    title: t('cli.statistics.overlap.title'),
    columns: [
      ...[t('cli.statistics.column.case'), t('cli.statistics.overlap.label')],
      ...shown.map((measure) => t(`cli.statistics.overlap.measure.${measure}`)),
    ],
    rows: rows.map((row) => [row.case, `${row.label}`, ...shown.map((measure) => cell(row[measure], t))]),
  }
}

/** Ends of shares' intervals stay within what a share can be. */
const ranges: Partial<Record<(typeof measures)[number], readonly [number, number]>> = {
  dice: [0, 1],
  jaccard: [0, 1],
  overlapError: [0, 1],
  surfaceDice: [0, 1],
  centrelineDice: [0, 1],
  hausdorff: [0, Infinity],
  hausdorff95: [0, Infinity],
  averageSymmetric: [0, Infinity],
}

/** A mean over cases where a measure is defined. */
export interface MeanRow {
  readonly label: number
  readonly measure: (typeof measures)[number]
  readonly cases: number
  readonly patients: number
  readonly estimate: number
  readonly lower: number | null
  readonly upper: number | null
}

/** Means label by label, with intervals between patients; no interval with a single effective patient. */
export function meansOf(rows: readonly CaseRow[], level: number): MeanRow[] {
  const labels = [...Map.groupBy(rows, ({ label }) => label)].sort(([a], [b]) => a - b)
  return labels.flatMap(([label, own]) =>
    measuresOf(own).flatMap((measure): MeanRow[] => {
      const cases = own.flatMap((row) => {
        const value = row[measure]
        return value === null || value === undefined ? [] : [{ patient: row.patient, value }]
      })
      if (cases.length === 0) return []
      const mean = clusteredMean(cases, level)
      const [least, most] = ranges[measure] ?? [-Infinity, Infinity]
      return [
        {
          label,
          measure,
          cases: cases.length,
          patients: new Set(cases.map(({ patient }) => patient)).size,
          estimate: cases.reduce((sum, { value }) => sum + value, 0) / cases.length,
          lower: mean ? Math.max(least, mean.lower) : null,
          upper: mean ? Math.min(most, mean.upper) : null,
        },
      ]
    }),
  )
}

export function meanTable(means: readonly MeanRow[], level: number, t: Translator): ResultTable {
  return {
    title: t('cli.statistics.overlap.means'),
    columns: [
      ...[t('cli.statistics.overlap.label'), t('cli.statistics.result.figure'), t('cli.statistics.result.estimate')],
      t('cli.statistics.result.interval', { level: `${Number((100 * level).toPrecision(10))} %` }),
      ...[t('cli.statistics.result.cases'), t('cli.statistics.overlap.patients')],
    ],
    rows: means.map(({ label, measure, estimate, lower, upper, cases, patients }): ResultCell[] => [
      ...[`${label}`, t(`cli.statistics.overlap.measure.${measure}`)],
      { value: estimate, format: 'number' },
      lower === null || upper === null ? { none: t('cli.statistics.result.none') } : { lower, upper, format: 'number' },
      ...([cases, patients].map((value) => ({ value, format: 'count' })) as ResultCell[]),
    ]),
  }
}

export function lesionTable(rows: readonly CaseRow[], t: Translator): ResultTable {
  return {
    title: t('cli.statistics.overlap.byLesion'),
    columns: [
      ...[t('cli.statistics.column.case'), t('cli.statistics.overlap.label'), ...countNames(t)],
      ...[t('cli.statistics.overlap.lesionDice'), t('cli.statistics.overlap.lesionHausdorff'), 'F1'],
    ],
    rows: rows.flatMap(({ case: name, label, lesionWise: one }): ResultCell[][] =>
      one
        ? [
            [
              ...[name, `${label}`, ...countCells(one)],
              ...[cell(one.meanDice, t), cell(one.meanHausdorff95, t), cell(one.f1, t)],
            ],
          ]
        : [],
    ),
  }
}

export function instanceTable(rows: readonly InstanceRow[], pooled: PanopticQuality, t: Translator): ResultTable {
  const all = rows.length > 1 ? [{ case: t('cli.statistics.overlap.allCases'), ...pooled }] : []
  return {
    title: t('cli.statistics.overlap.instanceTitle'),
    columns: [
      ...[t('cli.statistics.column.case'), ...countNames(t)],
      ...(['quality', 'recognition', 'segmentation'] as const).map((part) => t(`cli.statistics.overlap.${part}`)),
    ],
    rows: [...rows, ...all].map((one): ResultCell[] => [
      ...[one.case, ...countCells(one)],
      ...[one.quality, one.recognition, one.segmentation].map((value) => cell(value, t)),
    ]),
  }
}

function countNames(t: Translator): string[] {
  return [t('cli.statistics.overlap.found'), t('cli.statistics.overlap.missed'), t('cli.statistics.overlap.false')]
}

function countCells(one: { found: number; missed: number; false: number }): ResultCell[] {
  return [one.found, one.missed, one.false].map((value) => ({ value, format: 'count' }))
}
