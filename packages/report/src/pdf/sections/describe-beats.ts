import { type BeatErrors, countBeatErrors } from '../../charts/beat-counts.ts'
import { type Block, type Column, tableOf } from '../block.ts'
import { beatChart } from '../report-charts.ts'
import type { ReportWords } from '../report-words.ts'

type Counts = Readonly<Record<string, number>>

/** What was missed and what was found wrongly, beat by beat, where every hospital released the counts exactly. */
export function describeBeats(counts: Counts, words: ReportWords): Block[] {
  const { t, number } = words
  const errors = countBeatErrors(counts)
  if (errors.length === 0) return []
  const paced = counts['records.paced'] ?? 0
  return [
    { type: 'subsection', title: t('report.subsection.errors') },
    errorTable(errors, words),
    { type: 'figure', svg: beatChart(counts, words), caption: t('report.figure.matrix') },
    {
      type: 'paragraph',
      text: [
        ...(paced > 0 ? [t('report.text.paced', { count: paced, shown: number(paced) })] : []),
        t('report.text.shutdown', {
          seconds: number(counts['seconds.shutdown'] ?? 0),
          scored: number(counts['seconds.scored'] ?? 0),
        }),
      ].join(' '),
    },
  ]
}

/** False negatives and false positives of each kind of beat, by what they were. */
function errorTable(errors: readonly BeatErrors[], words: ReportWords): Block {
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
    errors.map((one) => [
      words.t(`report.target.${one.target}`),
      ...names.map((name) => (one[name] === null ? words.t('report.value.none') : words.number(one[name]))),
    ]),
  )
}
