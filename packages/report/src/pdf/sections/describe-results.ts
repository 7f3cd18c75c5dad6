import type { Figure } from '@assay/statistics'
import { fitText } from '../../charts/fit-text.ts'
import type { ReportDocument, ReportEndpoint } from '../../document/report-document.ts'
import { type Block, type Column, tableOf } from '../block.ts'
import type { ReportWords } from '../report-words.ts'
import { describeBeats } from './describe-beats.ts'
import { describeDetection, describeSizes, isOfSizes } from './describe-detection.ts'

/** Ems of a hospital's name; the whole name stands in section 4. */
const nameWidth = 30

/** Section 7: every figure with its interval, over all hospitals and by hospital, and what was missed. */
export function describeResults(report: ReportDocument, words: ReportWords): Block[] {
  const { t } = words
  return [
    { type: 'section', title: t('report.section.results') },
    ...(isOfBeats(report) ? [{ type: 'paragraph', text: t('report.text.results') } as const] : []),
    ...report.endpoints.flatMap((endpoint) =>
      isOfSizes(report, endpoint) ? [] : endpointBlocks(report, endpoint, words),
    ),
    ...describeSizes(report, words),
    { type: 'subsection', title: t('report.subsection.byHospital') },
    ...report.endpoints.map((endpoint) => hospitalTable(report, endpoint, words)),
  ]
}

function isOfBeats({ endpoints }: ReportDocument): boolean {
  return endpoints.some(({ estimator }) => estimator.startsWith('ec57-'))
}

function endpointBlocks(report: ReportDocument, endpoint: ReportEndpoint, words: ReportWords): Block[] {
  return [
    tableOf(
      [figureColumn(words.t), ...valueColumns(words.t)],
      endpoint.figures.map((figure) => figureRow(figure, endpoint.endpoint, words)),
    ),
    ...describeBeats(endpoint.counts, words),
    ...describeDetection(report, endpoint, words),
  ]
}

function figureColumn(t: ReportWords['t']): Column {
  return { title: t('report.column.figure'), align: 'left', isWide: true }
}

function valueColumns(t: ReportWords['t']): Column[] {
  return (['counts', 'estimate', 'interval', 'patients', 'effective'] as const).map((name) => ({
    title: t(`report.column.${name}`),
    align: 'right',
  }))
}

function figureRow(figure: Figure, endpoint: string, words: ReportWords): string[] {
  return [words.figure(figure.id, endpoint), ...valuesOf(figure, words)]
}

function valuesOf(figure: Figure, words: ReportWords): string[] {
  return [
    countsOf(figure, words),
    words.estimate(figure),
    words.interval(figure),
    patientsOf(figure, 'patients', words),
    patientsOf(figure, 'effectivePatients', words),
  ]
}

/** How many patients, or between how many and how many. */
function patientsOf(figure: Figure, which: 'patients' | 'effectivePatients', { t, number }: ReportWords): string {
  if (figure.status === 'estimated') return number(figure[which])
  if (figure.status !== 'bounded') return t('report.value.none')
  const { lower, upper } = figure[which]
  return t('report.value.range', { lower: number(lower), upper: number(upper) })
}

/** Found of how many; for an average, over how many records; nothing for a figure that is no quotient of counts. */
function countsOf(figure: Figure, { t, number, counted }: ReportWords): string {
  if (figure.status !== 'estimated' || figure.denominator === undefined) return t('report.value.none')
  if (figure.id.endsWith('.average') || figure.id === 'mean') return counted('records', figure.denominator)
  return figure.numerator === undefined
    ? number(figure.denominator)
    : `${number(figure.numerator)} / ${number(figure.denominator)}`
}

/** Every figure by hospital, in groups. */
function hospitalTable(
  report: ReportDocument,
  { endpoint, figures, perHospital }: ReportEndpoint,
  words: ReportWords,
): Block {
  const { t } = words
  return tableOf(
    [{ title: t('report.column.hospital'), align: 'left', isWide: true }, ...valueColumns(t)],
    figures.flatMap(({ id }) => {
      const rows = report.hospitals.flatMap(({ hospitalId, name }) => {
        const own = perHospital.find((one) => one.hospitalId === hospitalId)?.figures.find((one) => one.id === id)
        return own ? [[fitText(name, nameWidth), ...valuesOf(own, words)]] : []
      })
      return rows.length > 0 ? [[words.figure(id, endpoint)], ...rows] : []
    }),
  )
}
