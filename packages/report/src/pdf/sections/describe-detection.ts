import type { FrocRate } from '../../charts/froc-chart.ts'
import { countFroc, detectionParameters, type FrocCounts, sizesOf } from '../../charts/froc-counts.ts'
import { ratesOf } from '../../charts/froc-rates.ts'
import type { ReportDocument, ReportEndpoint } from '../../document/report-document.ts'
import { sizeName } from '../../words/size-name.ts'
import { type Block, type Column, tableOf } from '../block.ts'
import { frocPicture } from '../report-charts.ts'
import type { ReportWords } from '../report-words.ts'

/** The curve of an endpoint of detection over all lesions, and what was missed and falsely marked from each score on. */
export function describeDetection(report: ReportDocument, endpoint: ReportEndpoint, words: ReportWords): Block[] {
  const parameters = parametersOf(report, endpoint)
  if (endpoint.estimator !== 'froc-grid' || !parameters || isOfSizes(report, endpoint)) return []
  const { t } = words
  const counted = countFroc(endpoint.counts, parameters)
  const title: Block = { type: 'subsection', title: t('detection.subsection.curve') }
  if (!counted) return [title, { type: 'paragraph', text: t('detection.curve.none') }]
  return [title, ...curveBlocks(counted, ratesOf(endpoint.figures), words), ...thresholdBlocks(counted, words)]
}

/** Whether an endpoint is of some sizes of lesions: those stand in one table. */
export function isOfSizes(report: ReportDocument, endpoint: ReportEndpoint): boolean {
  return sizesOf(parametersOf(report, endpoint)?.sizes) !== ''
}

/** All endpoints by size of lesion, a line a figure. */
export function describeSizes(report: ReportDocument, words: ReportWords): Block[] {
  const { t, number } = words
  const sized = report.endpoints.filter((endpoint) => isOfSizes(report, endpoint))
  if (sized.length === 0) return []
  const right = (title: string): Column => ({ title, align: 'right' })
  const rows = sized.flatMap((endpoint) => {
    const size = sizeName(sizesOf(parametersOf(report, endpoint)?.sizes), t) ?? ''
    const { lesions } = endpoint.counts
    const figures = endpoint.figures.length === 2 ? endpoint.figures.slice(0, 1) : endpoint.figures
    return figures.map((figure) => [
      ...[size, lesions === undefined ? t('report.value.none') : number(lesions)],
      ...[words.figure(figure.id.replace(/\.size-.*$/, '')), words.estimate(figure), words.interval(figure)],
    ])
  })
  return [
    { type: 'subsection', title: t('detection.subsection.bySize') },
    tableOf(
      [
        { title: t('detection.bySize.size'), align: 'left', isWide: true },
        right(t('detection.bySize.lesions')),
        { title: t('report.column.figure'), align: 'left' },
        ...[right(t('report.column.estimate')), right(t('report.column.interval'))],
      ],
      rows,
    ),
    { type: 'paragraph', text: t('detection.bySize.note') },
  ]
}

function parametersOf({ protocol }: ReportDocument, { endpoint, estimator }: ReportEndpoint) {
  return detectionParameters(estimator, protocol.endpoints.find(({ id }) => id === endpoint)?.parameters)
}

function curveBlocks(counted: FrocCounts, rates: readonly FrocRate[], words: ReportWords): Block[] {
  if (rates.length === 0) return []
  const least = Math.min(...rates.map(({ rate }) => rate)) / 1.5
  const caption = words.t('detection.curve.caption', { least: Number(least.toPrecision(2)) })
  return [{ type: 'figure', svg: frocPicture(counted, rates, words), caption }]
}

function thresholdBlocks({ lesions, scans, points }: FrocCounts, words: ReportWords): Block[] {
  const { t, number, share } = words
  const names = ['threshold', 'found', 'missed', 'sensitivity', 'false', 'rate'] as const
  return [
    tableOf(
      names.map((name) => ({ title: t(`detection.threshold.column.${name}`), align: 'right' })),
      points.map((one) => [
        ...[one.threshold === undefined ? t('detection.threshold.all') : `${one.threshold}`],
        ...[number(one.found), number(lesions - one.found), share(one.sensitivity)],
        ...[number(one.false), one.rate.toFixed(2)],
      ]),
    ),
    { type: 'paragraph', text: t('detection.threshold.note', { lesions: number(lesions), scans: number(scans) }) },
  ]
}
