import type { Figure, ReportDocument, ReportEndpoint } from '@assay/report/document'
import { Table } from '@mantine/core'
import { formatNumber, shortHash } from '../../app/formats.ts'
import { useTexts } from '../../app/texts.ts'
import { Scrolled } from '../../layout/scrolled.tsx'
import { figureText } from './figure-text.ts'

interface FigureSourcesProps {
  readonly figure: Figure
  readonly endpoint: ReportEndpoint
  readonly report: ReportDocument
}

/** Which hospitals a figure is merged from: what each gave, and the release that it signed. */
export function FigureSources({ figure, endpoint, report }: FigureSourcesProps) {
  const { t } = useTexts()
  const columns = ['hospital', 'figure', 'counts', 'patients', 'release'] as const
  return (
    <Scrolled>
      <Table mt="sm" captionSide="top">
        <Table.Caption ta="left">{t('portal.evaluation.figures.source')}</Table.Caption>
        <Table.Thead>
          <Table.Tr>
            {columns.map((column) => (
              <Table.Th key={column}>{t(`portal.evaluation.figures.${column}`)}</Table.Th>
            ))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {report.hospitals.map(({ hospitalId, name, releaseHash }) => (
            <Table.Tr key={hospitalId}>
              <Table.Th scope="row">{name}</Table.Th>
              <Share figure={partOf(endpoint, hospitalId, figure.id)} />
              <Table.Td>
                {releaseHash ? (
                  <code className="mono" title={releaseHash}>
                    {shortHash(releaseHash)}
                  </code>
                ) : (
                  t('portal.evaluation.figures.nothing')
                )}
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Scrolled>
  )
}

function Share({ figure }: { figure: Figure | undefined }) {
  const { t, locale, language } = useTexts()
  if (figure?.status !== 'estimated') return <Table.Td colSpan={3}>{figureText(figure, { t, language })}</Table.Td>
  const { numerator, denominator, patients } = figure
  const counts = [numerator, denominator].filter((count) => count !== undefined)
  return (
    <>
      <Table.Td>{figureText(figure, { t, language })}</Table.Td>
      <Table.Td>{counts.map((count) => formatNumber(count, locale)).join(' / ')}</Table.Td>
      <Table.Td>{formatNumber(patients, locale)}</Table.Td>
    </>
  )
}

function partOf({ perHospital }: ReportEndpoint, hospital: string, figure: string): Figure | undefined {
  return perHospital.find(({ hospitalId }) => hospitalId === hospital)?.figures.find(({ id }) => id === figure)
}
