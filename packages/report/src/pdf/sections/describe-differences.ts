import type { ReportDocument } from '../../document/report-document.ts'
import type { Block } from '../block.ts'
import { hospitalChart } from '../report-charts.ts'
import type { ReportWords } from '../report-words.ts'

/** Section 8: how the hospitals differ, and what did not leave them. */
export function describeDifferences(report: ReportDocument, words: ReportWords): Block[] {
  const { t } = words
  return [
    { type: 'section', title: t('report.section.heterogeneity') },
    { type: 'paragraph', text: t('report.text.heterogeneity') },
    ...hospitalBlocks(report, words),
    { type: 'subsection', title: t('report.subsection.withheld') },
    ...withheldBlocks(report, words),
  ]
}

/** The figures that criteria are about, by hospital. */
function hospitalBlocks(report: ReportDocument, words: ReportWords): Block[] {
  const wanted = new Map(report.criteria.map(({ endpoint, figure: { id } }) => [`${endpoint}/${id}`, { endpoint, id }]))
  return [...wanted.values()].map(({ endpoint, id }) => ({
    type: 'figure',
    svg: hospitalChart(report, endpoint, id, words),
    caption: words.t('report.figure.byHospital', { figure: words.figure(id) }),
  }))
}

function withheldBlocks({ endpoints, hospitals, suppressed }: ReportDocument, words: ReportWords): Block[] {
  const { t, number } = words
  const missing = endpoints.flatMap(({ figures }) => figures.filter(({ status }) => status === 'not-estimable'))
  const nameOf = (id: string) => hospitals.find(({ hospitalId }) => hospitalId === id)?.name ?? id
  const absent = hospitals.filter(({ state }) => state !== 'released')
  const items = [
    ...absent.map(({ name, state, reason }) =>
      t('report.text.notReleased', { name, state: t(`report.state.${state}`), reason: reason ?? '' }).trim(),
    ),
    ...suppressed.map(({ hospitalId, endpoint, cells }) =>
      t('report.text.suppressed', { ...{ name: nameOf(hospitalId), endpoint, count: number(cells.length) } }),
    ),
    ...(missing.length > 0
      ? [t('report.text.withheld', { list: words.list(missing.map(({ id }) => words.figure(id))) })]
      : []),
  ]
  if (items.length === 0) return [{ type: 'paragraph', text: t('report.text.nothingWithheld') }]
  return [
    { type: 'list', items },
    { type: 'paragraph', text: t('report.text.withheldChanges') },
  ]
}
