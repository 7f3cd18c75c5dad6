import type { DeskLinkage } from '@assay/contracts'
import { Table, Title } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { formatCount } from '../../app/formats.ts'
import { useTexts } from '../../app/texts.ts'

/** How many others know how many of the hospital's own, and the studies that this is about. */
export function LinkageResult({ round }: { round: DeskLinkage }) {
  const { t, locale } = useTexts()
  const { roundId, subject, own, shared, sharedWith, studies } = round
  const count = shared ?? 0
  return (
    <>
      <Title order={3} size="h5" mt="md">
        {t('linkage.result')}
      </Title>
      <p style={{ fontSize: '1.15rem', margin: '6px 0' }}>
        {count === 0
          ? t(`linkage.sharedNone.${subject}`)
          : t(`linkage.shared.${subject}`, {
              count,
              shown: formatCount(count, locale),
              own: formatCount(own, locale),
            })}
      </p>
      {count > 0 ? (
        <Table maw={420} my="sm">
          <Table.Tbody>
            {sharedWith.map((one) => (
              <Table.Tr key={one.others}>
                <Table.Th scope="row">
                  {t('linkage.others', { count: one.others, shown: formatCount(one.others, locale) })}
                </Table.Th>
                <Table.Td className="count">{formatCount(one.count, locale)}</Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      ) : null}
      <p className="quiet">{t('linkage.whichHospital')}</p>
      {studies ? (
        <p>
          {t('linkage.studies', { count: studies, shown: formatCount(studies, locale) })}{' '}
          <Link to="/studies" search={{ linkage: roundId } as never}>
            {t('linkage.toStudies')}
          </Link>
        </p>
      ) : null}
    </>
  )
}
