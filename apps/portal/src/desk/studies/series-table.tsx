import type { Series } from '@assay/contracts'
import { Table } from '@mantine/core'
import { modalityWords, sopClassWords } from '../../app/dicom-words.ts'
import { formatBytes, formatCount } from '../../app/formats.ts'
import { useTexts } from '../../app/texts.ts'
import { Card } from '../../layout/card.tsx'
import { Scrolled } from '../../layout/scrolled.tsx'

/** The series of a study. */
export function SeriesTable({ series }: { series: readonly Series[] }) {
  const { t, locale } = useTexts()
  return (
    <Card title={t('fullSample.study.seriesList')}>
      <Scrolled>
        <Table className="stack">
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{t('fullSample.studies.series')}</Table.Th>
              <Table.Th>{t('fullSample.studies.modality')}</Table.Th>
              <Table.Th>{t('fullSample.study.description')}</Table.Th>
              <Table.Th>{t('fullSample.study.sopClass')}</Table.Th>
              <Table.Th className="count">{t('fullSample.studies.instances')}</Table.Th>
              <Table.Th className="count">{t('fullSample.studies.size')}</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {series.map(({ id, uid, modality, description, sopClass, instances, bytes }) => (
              <Table.Tr key={id}>
                <Table.Th scope="row" className="mono">
                  {uid}
                </Table.Th>
                <Table.Td data-label={t('fullSample.studies.modality')}>{modalityWords(modality, t)}</Table.Td>
                <Table.Td data-label={t('fullSample.study.description')}>{description}</Table.Td>
                <Table.Td data-label={t('fullSample.study.sopClass')}>{sopClassWords(sopClass, t)}</Table.Td>
                <Table.Td className="count" data-label={t('fullSample.studies.instances')}>
                  {formatCount(instances, locale)}
                </Table.Td>
                <Table.Td className="count" data-label={t('fullSample.studies.size')}>
                  {formatBytes(bytes, locale)}
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </Scrolled>
    </Card>
  )
}
