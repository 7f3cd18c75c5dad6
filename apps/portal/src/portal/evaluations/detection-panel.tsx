import { countFroc, detectionParameters, type FrocCounts, ratesOf, sizesOf } from '@assay/report/charts'
import { figureName, type ReportDocument, type ReportEndpoint, sizeName } from '@assay/report/document'
import { Table } from '@mantine/core'
import { formatCount } from '../../app/formats.ts'
import { useTexts } from '../../app/texts.ts'
import { FrocChart } from '../../charts/froc-chart.tsx'
import { Card } from '../../layout/card.tsx'
import { Scrolled } from '../../layout/scrolled.tsx'
import { figureText, intervalText, valueText } from './figure-text.ts'

/** Of a detection: the curve, what was missed and falsely marked from each score on, and the figures by size of lesion. */
export function DetectionPanel({ report }: { report: ReportDocument }) {
  const read = report.endpoints.map((endpoint) => ({ endpoint, parameters: parametersOf(report, endpoint) }))
  const curves = read.filter(({ endpoint, parameters }) => endpoint.estimator === 'froc-grid' && parameters)
  const sized = curves.filter(({ parameters }) => sizesOf(parameters?.sizes) !== '')
  return (
    <>
      {curves
        .filter((one) => !sized.includes(one))
        .map(({ endpoint, parameters }) => (
          <Curve key={endpoint.endpoint} endpoint={endpoint} counted={countFroc(endpoint.counts, parameters!)} />
        ))}
      <BySize rows={sized.map(({ endpoint, parameters }) => ({ endpoint, sizes: sizesOf(parameters?.sizes) }))} />
    </>
  )
}

function parametersOf({ protocol }: ReportDocument, { endpoint, estimator }: ReportEndpoint) {
  return detectionParameters(estimator, protocol.endpoints.find(({ id }) => id === endpoint)?.parameters)
}

function Curve({ endpoint, counted }: { endpoint: ReportEndpoint; counted: FrocCounts | undefined }) {
  const { t, locale } = useTexts()
  if (!counted) return <Card title={t('detection.subsection.curve')}>{t('detection.curve.none')}</Card>
  const { lesions, scans } = counted
  const rates = ratesOf(endpoint.figures)
  const least = Number((Math.min(...rates.map(({ rate }) => rate)) / 1.5).toPrecision(2))
  return (
    <Card title={t('detection.subsection.curve')}>
      {rates.length > 0 ? (
        <>
          <FrocChart counted={counted} figures={endpoint.figures} />
          <p className="quiet">{t('detection.curve.caption', { least })}</p>
        </>
      ) : null}
      <Thresholds counted={counted} />
      <p className="quiet">
        {t('detection.threshold.note', { lesions: formatCount(lesions, locale), scans: formatCount(scans, locale) })}
      </p>
    </Card>
  )
}

const columns = ['threshold', 'found', 'missed', 'sensitivity', 'false', 'rate'] as const

function Thresholds({ counted: { lesions, points } }: { counted: FrocCounts }) {
  const { t, locale, language } = useTexts()
  return (
    <Scrolled>
      <Table>
        <Table.Thead>
          <Table.Tr>
            {columns.map((column) => (
              <Table.Th key={column} ta="right">
                {t(`detection.threshold.column.${column}`)}
              </Table.Th>
            ))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {points.map((one) => (
            <Table.Tr key={one.threshold ?? 'all'}>
              <Table.Th scope="row" ta="right">
                {one.threshold ?? t('detection.threshold.all')}
              </Table.Th>
              <Table.Td ta="right">{formatCount(one.found, locale)}</Table.Td>
              <Table.Td ta="right">{formatCount(lesions - one.found, locale)}</Table.Td>
              <Table.Td ta="right">{valueText(one.sensitivity, 'share', language)}</Table.Td>
              <Table.Td ta="right">{formatCount(one.false, locale)}</Table.Td>
              <Table.Td ta="right">{one.rate.toFixed(2)}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Scrolled>
  )
}

function BySize({ rows }: { rows: readonly { endpoint: ReportEndpoint; sizes: string }[] }) {
  const { t, locale, language } = useTexts()
  if (rows.length === 0) return null
  return (
    <Card title={t('detection.subsection.bySize')}>
      <Scrolled>
        <Table>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{t('detection.bySize.size')}</Table.Th>
              <Table.Th ta="right">{t('detection.bySize.lesions')}</Table.Th>
              <Table.Th>{t('report.column.figure')}</Table.Th>
              <Table.Th ta="right">{t('report.column.estimate')}</Table.Th>
              <Table.Th ta="right">{t('report.column.interval')}</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {rows.flatMap(({ endpoint: { endpoint, counts, figures }, sizes }) =>
              // The mean over one rate is the sensitivity there.
              figures.slice(0, figures.length === 2 ? 1 : figures.length).map((figure) => (
                <Table.Tr key={`${endpoint} ${figure.id}`}>
                  <Table.Th scope="row">{sizeName(sizes, t)}</Table.Th>
                  <Table.Td ta="right">
                    {counts.lesions === undefined ? '–' : formatCount(counts.lesions, locale)}
                  </Table.Td>
                  <Table.Td>{figureName(figure.id.replace(/\.size-.*$/, ''), t)}</Table.Td>
                  <Table.Td ta="right">{figureText(figure, { t, language })}</Table.Td>
                  <Table.Td ta="right">{intervalText(figure, { t, language })}</Table.Td>
                </Table.Tr>
              )),
            )}
          </Table.Tbody>
        </Table>
      </Scrolled>
      <p className="quiet">{t('detection.bySize.note')}</p>
    </Card>
  )
}
