import type { RunConduct } from '@assay/contracts'
import type { CriterionOutcome, Figure } from '@assay/statistics'
import { beatDevices, beatReferences, countBeats } from '../charts/beat-counts.ts'
import type { Chart, Drawing } from '../charts/chart.ts'
import { completionBars } from '../charts/completion-bars.ts'
import { confusionMatrix } from '../charts/confusion-matrix.ts'
import { drawSvg } from '../charts/draw-svg.ts'
import { type ForestRow, forest } from '../charts/forest.ts'
import type { FigureMeasure } from '../charts/format.ts'
import { type FrocRate, frocChart } from '../charts/froc-chart.ts'
import type { FrocCounts } from '../charts/froc-counts.ts'
import type { ReportDocument } from '../document/report-document.ts'
import { fontFamily, printable } from './font.ts'
import type { ReportWords } from './report-words.ts'

/** Pixels across a page. */
const width = 680

/** The criteria as forest plots, one for each measure that their figures have, SVG text. */
export function criteriaCharts({ criteria }: ReportDocument, words: ReportWords): string[] {
  const byMeasure = Map.groupBy(criteria, ({ figure: { measure = 'share' } }) => measure)
  return [...byMeasure].map(([measure, own]) =>
    drawForest(
      own.map((outcome) => criterionRow(outcome, words)),
      measure,
    ),
  )
}

function criterionRow({ endpoint, figure, bound, outcome }: CriterionOutcome, words: ReportWords): ForestRow {
  return {
    ...intervalOf(figure),
    label: words.figure(figure.id, endpoint),
    bound,
    outcome,
    note: words.t('report.figure.note', {
      outcome: words.t(`report.verdict.${outcome}`),
      bound: words.value(bound, figure.measure),
    }),
  }
}

/** A figure of an endpoint by hospital, SVG text. */
export function hospitalChart(report: ReportDocument, endpoint: string, id: string, words: ReportWords): string {
  const found = report.endpoints.find((one) => one.endpoint === endpoint)
  const row = (label: string, figure: Figure | undefined, isTotal: boolean): ForestRow => ({
    ...(figure ? intervalOf(figure) : { estimate: null, lower: null, upper: null }),
    label,
    isTotal,
    note: noteOf(figure, words),
  })
  const own = ({ hospitalId }: { hospitalId: string }) =>
    found?.perHospital.find((one) => one.hospitalId === hospitalId)?.figures.find((one) => one.id === id)
  const whole = found?.figures.find((one) => one.id === id)
  return drawForest(
    [
      ...report.hospitals.map((hospital) => row(hospital.name, own(hospital), false)),
      row(words.t('report.figure.allHospitals'), whole, true),
    ],
    whole?.measure,
  )
}

function noteOf(figure: Figure | undefined, words: ReportWords): string {
  if (!figure) return words.t('report.figure.nothingReleased')
  if (figure.status !== 'estimated' && figure.status !== 'bounded') return words.estimate(figure)
  return words.t('report.figure.estimate', { estimate: words.estimate(figure), interval: words.interval(figure) })
}

function intervalOf(figure: Figure): Pick<ForestRow, 'estimate' | 'lower' | 'upper'> {
  if (figure.status !== 'estimated') return { estimate: null, ...boundsOf(figure) }
  return { estimate: figure.estimate, lower: figure.interval.lower, upper: figure.interval.upper }
}

/** A bounded figure has a line without a point. */
function boundsOf(figure: Figure): Pick<ForestRow, 'lower' | 'upper'> {
  if (figure.status !== 'bounded') return { lower: null, upper: null }
  return { lower: figure.interval.lower, upper: figure.interval.upper }
}

/** How the records of each hospital ended, SVG text. */
export function completionChart(
  runs: readonly { name: string; conduct: RunConduct }[],
  { t, number }: ReportWords,
): string {
  const rows = runs.map(({ name, conduct }) => {
    const completed = conduct.outcomes.completed ?? 0
    const failed = conduct.cases - completed
    const note = t('report.figure.completed', { completed: number(completed), failed: number(failed) })
    return { label: printable(name), completed, failed, note }
  })
  return draw((drawing) => completionBars(rows, { ...drawing, formatCount: number }))
}

/** An FROC curve, SVG text. */
export function frocPicture(counted: FrocCounts, rates: readonly FrocRate[], { t }: ReportWords): string {
  const words = { xLabel: t('detection.curve.x'), yLabel: t('detection.curve.y') }
  return draw((drawing) => frocChart(counted, rates, { ...drawing, ...words }))
}

/** Beats by class in the reference and by the device, SVG text. */
export function beatChart(counts: Readonly<Record<string, number>>, { t, number }: ReportWords): string {
  return draw((drawing) =>
    confusionMatrix(countBeats(counts), {
      ...drawing,
      referenceTitle: t('report.matrix.reference'),
      deviceTitle: t('report.matrix.device'),
      references: beatReferences.map((id) => ({ id, label: t(`report.matrix.rows.${id}`) })),
      devices: beatDevices.map((id) => ({ id, label: t(`report.matrix.columns.${id}`) })),
      formatCount: number,
    }),
  )
}

function drawForest(rows: readonly ForestRow[], measure: FigureMeasure): string {
  const shown = rows.map((row) => ({ ...row, label: printable(row.label), note: printable(row.note) }))
  return draw((drawing) => forest(shown, { ...drawing, measure, labelWidth: 240, noteWidth: 230 }))
}

function draw(chart: (drawing: Drawing) => Chart): string {
  return drawSvg((document) => chart({ document, width, fontFamily }))
}
