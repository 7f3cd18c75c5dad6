import { type MatrixCell, matrixCells, targetCells } from '@assay/statistics'
import { type Block, type Column, tableOf } from '../block.ts'
import { beatChart } from '../report-charts.ts'
import type { ReportWords } from '../report-words.ts'

type Counts = Readonly<Record<string, number>>

/** What was missed and what was found wrongly, beat by beat, where every hospital released the counts exactly. */
export function describeBeats(counts: Counts, words: ReportWords): Block[] {
  const { t, number } = words
  if (!matrixCells.every((cell) => counts[`beats.${cell}`] !== undefined)) return []
  const paced = counts['records.paced'] ?? 0
  return [
    { type: 'subsection', title: t('report.subsection.errors') },
    errorTable(counts, words),
    { type: 'figure', svg: beatChart(counts, words), caption: t('report.figure.matrix') },
    {
      type: 'paragraph',
      text: [
        ...(paced > 0 ? [t('report.text.paced', { count: number(paced) })] : []),
        t('report.text.shutdown', {
          ...{ seconds: number(counts['seconds.shutdown'] ?? 0), scored: number(counts['seconds.scored'] ?? 0) },
        }),
      ].join(' '),
    },
  ]
}

/** False negatives and false positives of each kind of beat, by what they were. */
function errorTable(counts: Counts, words: ReportWords): Block {
  const { t } = words
  const names = [
    ...(['found', 'missed', 'missedUndetected', 'missedShutdown', 'missedOther'] as const),
    ...(['wrong', 'wrongNothing', 'wrongOther'] as const),
  ]
  return tableOf(
    [
      { title: t('report.column.beats'), align: 'left', isWide: true },
      ...names.map((name): Column => ({ title: t(`report.column.${name}`), align: 'right' })),
    ],
    (['qrs', 'veb', 'sveb'] as const).map((target) => errorRow(target, counts, words)),
  )
}

function errorRow(target: keyof typeof targetCells, counts: Counts, { t, number }: ReportWords): string[] {
  const { truePositive, falseNegative, falsePositive } = targetCells[target]
  const sum = (cells: readonly MatrixCell[], isWanted: (cell: MatrixCell) => boolean = () => true) =>
    cells.filter(isWanted).reduce((total, cell) => total + (counts[`beats.${cell}`] ?? 0), 0)
  const none = t('report.value.none')
  return [
    ...[t(`report.target.${target}`), number(sum(truePositive)), number(sum(falseNegative))],
    number(sum(falseNegative, (cell) => cell.endsWith('o'))),
    number(sum(falseNegative, (cell) => cell.endsWith('x'))),
    target === 'qrs' ? none : number(sum(falseNegative, (cell) => !/[ox]$/.test(cell))),
    number(sum(falsePositive)),
    number(sum(falsePositive, (cell) => cell.startsWith('O'))),
    target === 'qrs' ? none : number(sum(falsePositive, (cell) => !cell.startsWith('O'))),
  ]
}
