import type { CriterionOutcome, Figure } from '@assay/statistics'
import { parseHTML } from 'linkedom'
import { type ForestRow, forest } from '../charts/forest.ts'
import { formatTick } from '../charts/format.ts'
import type { ReportDocument } from '../document/report-document.ts'
import type { ReportWords } from './names.ts'

/** The criteria as a forest plot, SVG text. */
export function criteriaChart({ criteria }: ReportDocument, words: ReportWords): string {
  return draw(criteria.map((outcome) => criterionRow(outcome, words)))
}

function criterionRow({ figure, bound, outcome }: CriterionOutcome, words: ReportWords): ForestRow {
  return {
    ...intervalOf(figure),
    label: words.figure(figure.id),
    bound,
    note: words.t('report.figure.note', { outcome: words.t(`report.verdict.${outcome}`), bound: words.share(bound) }),
  }
}

/** A figure of an endpoint by hospital, SVG text. */
export function hospitalChart(report: ReportDocument, endpoint: string, id: string, words: ReportWords): string {
  const found = report.endpoints.find((one) => one.endpoint === endpoint)
  const rows = (found?.perHospital ?? []).map(({ hospitalId, figures }) => ({
    label: report.hospitals.find((one) => one.hospitalId === hospitalId)?.name ?? hospitalId,
    figure: figures.find((one) => one.id === id),
  }))
  const total = { label: words.t('report.figure.allHospitals'), figure: found?.figures.find((one) => one.id === id) }
  return draw(
    [...rows, total].map((row) => ({
      ...(row.figure ? intervalOf(row.figure) : { estimate: null, lower: null, upper: null }),
      label: row.label,
      note: row.figure ? words.estimate(row.figure) : '',
      isTotal: row === total,
    })),
  )
}

function intervalOf(figure: Figure): Pick<ForestRow, 'estimate' | 'lower' | 'upper'> {
  if (figure.status !== 'estimated') return { estimate: null, lower: null, upper: null }
  return { estimate: figure.estimate, lower: figure.interval.lower, upper: figure.interval.upper }
}

function draw(rows: ForestRow[]): string {
  const { document } = parseHTML('<!doctype html><html><body></body></html>')
  const svg = forest(rows, {
    document,
    width: 680,
    fontFamily: 'Noto Sans Hans',
    formatShare: formatTick,
    labelWidth: 230,
    noteWidth: 150,
  })
  svg.setAttribute('xmlns', 'http://www.w3.org/2000/svg')
  return svg.outerHTML
}
