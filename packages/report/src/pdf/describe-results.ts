import type { ReportDocument, ReportEndpoint } from '../document/report-document.ts'
import type { Block } from './block.ts'
import type { ReportWords } from './names.ts'
import { hospitalChart } from './report-charts.ts'

/** Sections 7 and 8: every figure with its interval, by hospital, what was missed, and what was withheld. */
export function resultBlocks(report: ReportDocument, words: ReportWords): Block[] {
  const { t } = words
  return [
    { type: 'section', title: t('report.section.results') },
    { type: 'paragraph', text: t('report.text.results') },
    ...report.endpoints.flatMap((endpoint) => endpointBlocks(endpoint, words)),
    { type: 'section', title: t('report.section.heterogeneity') },
    { type: 'paragraph', text: t('report.text.heterogeneity') },
    ...hospitalBlocks(report, words),
    ...withheldBlocks(report, words),
  ]
}

function endpointBlocks({ figures, counts }: ReportEndpoint, words: ReportWords): Block[] {
  const { t, number } = words
  const figureRows = figures.map((figure) => [
    words.figure(figure.id),
    countsOf(figure, words),
    words.estimate(figure),
    words.interval(figure),
    figure.status === 'estimated' ? `${figure.patients}` : t('report.value.none'),
    figure.status === 'estimated' ? number(figure.effectivePatients) : t('report.value.none'),
  ])
  return [
    {
      type: 'table',
      columns: [
        { title: t('report.column.figure'), align: 'left', width: 'wide' },
        { title: t('report.column.counts'), align: 'right' },
        { title: t('report.column.estimate'), align: 'right' },
        { title: t('report.column.interval'), align: 'right' },
        { title: t('report.column.patients'), align: 'right' },
        { title: t('report.column.effective'), align: 'right' },
      ],
      rows: figureRows,
    },
    ...matrixBlocks(counts, words),
  ]
}

/** Found of how many; for an average, over how many records. */
function countsOf(figure: ReportEndpoint['figures'][number], { t, number }: ReportWords): string {
  if (figure.status !== 'estimated') return t('report.value.none')
  if (figure.id.endsWith('.average')) return t('report.value.records', { count: figure.denominator })
  return `${number(figure.numerator)} / ${number(figure.denominator)}`
}

/** The beat-by-beat matrix, where every hospital released it exactly. */
function matrixBlocks(counts: Record<string, number>, { t, number }: ReportWords): Block[] {
  if (counts['beats.Nn'] === undefined) return []
  const columns = ['n', 's', 'v', 'f', 'q', 'o', 'x']
  const rows = ['N', 'S', 'V', 'F', 'Q', 'O', 'X'].map((row) => [
    row,
    ...columns.map((column) => {
      const count = counts[`beats.${row}${column}`]
      return count === undefined ? t('report.value.none') : number(count)
    }),
  ])
  const paced = counts['records.paced'] ?? 0
  const scored = number(counts['seconds.scored'] ?? 0)
  return [
    { type: 'paragraph', text: `${t('report.text.falseNegatives')}. ${t('report.text.matrix')}` },
    {
      type: 'table',
      columns: [
        { title: t('report.column.reference'), align: 'left' },
        ...columns.map((title) => ({ title, align: 'right' as const })),
      ],
      rows,
    },
    {
      type: 'paragraph',
      text: [
        ...(paced > 0 ? [t('report.text.paced', { count: paced })] : []),
        t('report.text.shutdown', { seconds: number(counts['seconds.shutdown'] ?? 0), scored }),
      ].join(' '),
    },
  ]
}

/** The figures that criteria are about, by hospital. */
function hospitalBlocks(report: ReportDocument, words: ReportWords): Block[] {
  const wanted = new Map(
    report.criteria.map(({ endpoint, figure }) => [`${endpoint}/${figure.id}`, { endpoint, id: figure.id }]),
  )
  return [...wanted.values()].map(({ endpoint, id }) => ({
    type: 'figure',
    svg: hospitalChart(report, endpoint, id, words),
    caption: words.t('report.figure.byHospital', { figure: words.figure(id) }),
  }))
}

function withheldBlocks({ endpoints, hospitals }: ReportDocument, words: ReportWords): Block[] {
  const { t } = words
  const missing = endpoints.flatMap(({ figures }) => figures.filter(({ status }) => status === 'not-estimable'))
  const absent = hospitals.filter(({ state }) => state !== 'released')
  const list = missing.map(({ id }) => words.figure(id)).join(', ')
  return [
    {
      type: 'paragraph',
      text: missing.length > 0 ? t('report.text.withheld', { list }) : t('report.text.nothingWithheld'),
    },
    ...absent.map(({ name, state, reason }): Block => {
      const parameters = { name, state: t(`report.state.${state}`), reason: reason ?? '' }
      return { type: 'paragraph', text: t('report.text.notReleased', parameters) }
    }),
  ]
}
