import { errorBody, type Quarantined } from '@assay/contracts'
import { errorText } from '@assay/messages'
import { Table } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { quarantineQuery } from '../../api/desk.ts'
import { useTexts } from '../../app/texts.ts'
import { Card } from '../../layout/card.tsx'
import { Empty } from '../../layout/empty.tsx'
import { Loaded } from '../../layout/loaded.tsx'
import { Moment } from '../../layout/moment.tsx'

/** Records that intake refused, each with why and what would change it. */
export function Quarantine() {
  const { t, language } = useTexts()
  const why = ({ code, parameters }: Quarantined) => {
    const known = errorBody.safeParse({ error: { code, parameters } })
    return known.success ? errorText(language, known.data.error) : code
  }
  return (
    <Card title={t('desk.intake.quarantine')}>
      <Loaded query={useQuery(quarantineQuery)}>
        {(refused) =>
          refused.length === 0 ? (
            <Empty>{t('desk.intake.quarantineNone')}</Empty>
          ) : (
            <>
              <p className="quiet">{t('desk.intake.quarantineIntro')}</p>
              <Table className="stack">
                <Table.Thead>
                  <Table.Tr>
                    <Table.Th>{t('desk.intake.record')}</Table.Th>
                    <Table.Th>{t('desk.intake.reason')}</Table.Th>
                    <Table.Th>{t('desk.intake.at')}</Table.Th>
                  </Table.Tr>
                </Table.Thead>
                <Table.Tbody>
                  {refused.map((one) => (
                    <Table.Tr key={one.id}>
                      <Table.Th scope="row">{one.name}</Table.Th>
                      <Table.Td data-label={t('desk.intake.reason')}>{why(one)}</Table.Td>
                      <Table.Td data-label={t('desk.intake.at')}>
                        <Moment at={one.at} />
                      </Table.Td>
                    </Table.Tr>
                  ))}
                </Table.Tbody>
              </Table>
            </>
          )
        }
      </Loaded>
    </Card>
  )
}
