import { countBeatErrors } from '@assay/report/charts'
import type { ReportDocument, ReportEndpoint } from '@assay/report/document'
import { Table } from '@mantine/core'
import { formatCount } from '../../app/formats.ts'
import { useTexts } from '../../app/texts.ts'
import { BeatsChart } from '../../charts/beats-chart.tsx'
import { Card } from '../../layout/card.tsx'
import { Scrolled } from '../../layout/scrolled.tsx'

const columns = [
  ...(['found', 'missed', 'missedUndetected', 'missedShutdown', 'missedOther'] as const),
  ...(['wrong', 'wrongNothing', 'wrongOther'] as const),
]

/** What was missed and what was found wrongly, by type, where the counts left their hospitals. */
export function MissedPanel({ report }: { report: ReportDocument }) {
  return report.endpoints.map((endpoint) => <Errors key={endpoint.endpoint} endpoint={endpoint} />)
}

function Errors({ endpoint: { counts } }: { endpoint: ReportEndpoint }) {
  const { t, locale } = useTexts()
  const errors = countBeatErrors(counts)
  if (errors.length === 0) return null
  const paced = counts['records.paced'] ?? 0
  return (
    <Card title={t('portal.evaluation.missed.title')}>
      <p className="quiet" style={{ marginTop: 0 }}>
        {t('portal.evaluation.missed.note')}{' '}
        {paced > 0 ? t('portal.evaluation.missed.paced', { count: paced, shown: formatCount(paced, locale) }) : null}
      </p>
      <Scrolled>
        <Table>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{t('report.column.beats')}</Table.Th>
              {columns.map((column) => (
                <Table.Th key={column} ta="right" fw={isPart(column) ? 400 : 650}>
                  {t(`report.column.${column}`)}
                </Table.Th>
              ))}
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {errors.map((one) => (
              <Table.Tr key={one.target}>
                <Table.Th scope="row">{t(`report.target.${one.target}`)}</Table.Th>
                {columns.map((column) => (
                  <Table.Td key={column} ta="right" className={isPart(column) ? 'quiet' : ''}>
                    {one[column] === null ? '–' : formatCount(one[column], locale)}
                  </Table.Td>
                ))}
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </Scrolled>
      <p className="quiet">{t('portal.evaluation.missed.matrix')}</p>
      <BeatsChart counts={counts} />
    </Card>
  )
}

/** Whether a column is a part of the one before it. */
function isPart(column: (typeof columns)[number]): boolean {
  return column !== 'found' && column !== 'missed' && column !== 'wrong'
}
