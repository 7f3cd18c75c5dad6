import type { ReportDocument } from '../../document/report-document.ts'
import type { Block } from '../block.ts'
import { hospitalChart } from '../report-charts.ts'
import type { ReportWords } from '../report-words.ts'

/** Section 8: how the hospitals differ, and what did not leave them. */
export function describeDifferences(report: ReportDocument, words: ReportWords): Block[] {
  const { t } = words
  return [
    { type: 'section', title: t('report.section.heterogeneity') },
    ...(report.endpoints.some(({ target }) => target === undefined)
      ? [{ type: 'paragraph', text: t('report.text.heterogeneity') } as const]
      : []),
    ...betweenHospitals(report, words),
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
    caption: words.t('report.figure.byHospital', { figure: words.figure(id, endpoint) }),
  }))
}

/** How far hospitals differ, where figures are about hospitals like these. */
function betweenHospitals({ endpoints }: ReportDocument, words: ReportWords): Block[] {
  const { t, share, value } = words
  const figures = endpoints.flatMap(({ target, figures: own }) => (target === undefined ? [] : own))
  if (figures.length === 0) return []
  const items = figures.flatMap((figure) => {
    if (figure.status !== 'estimated' || !figure.heterogeneity) return []
    const { heterogeneity, prediction, measure } = figure
    const { q, iSquared, tauSquared, sites } = heterogeneity
    const named = { figure: words.figure(figure.id) }
    const plain = (given: number) => value(given, 'number')
    return [
      [
        t('report.figure.heterogeneity', {
          ...named,
          q: plain(q),
          iSquared: share(iSquared),
          tauSquared: plain(tauSquared),
          sites,
        }),
        ...(prediction
          ? [
              t('report.figure.prediction', {
                ...named,
                level: share(prediction.level),
                lower: value(prediction.lower, measure, 'lower'),
                upper: value(prediction.upper, measure, 'upper'),
              }),
            ]
          : []),
      ].join(' '),
    ]
  })
  return [
    { type: 'paragraph', text: t('report.text.heterogeneityLikeThese') },
    ...(items.length > 0 ? [{ type: 'list', items } as const] : []),
  ]
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
      t('report.text.suppressed', { name: nameOf(hospitalId), endpoint, count: number(cells.length) }),
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
