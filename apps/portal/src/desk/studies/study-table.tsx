import type { Study, StudyPage } from '@assay/contracts'
import { Button, Group, Table } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { modalityWords } from '../../app/dicom-words.ts'
import { formatBytes, formatCount, formatDay } from '../../app/formats.ts'
import { termOf } from '../../app/term-of.ts'
import { useTexts } from '../../app/texts.ts'
import { Scrolled } from '../../layout/scrolled.tsx'
import type { Asked } from './study-filter.ts'
import { VerdictMark } from './verdict-mark.tsx'

interface StudyTableProps {
  readonly page: StudyPage
  readonly asked: Asked
  readonly onAsk: (asked: Asked) => void
}

const columns = ['patient', 'date', 'category', 'modality', 'manufacturer', 'instances', 'size', 'verdict'] as const
const counted = new Set<string>(['instances', 'size'])

/** A page of studies, each leading to its own page. */
export function StudyTable({ page: { studies, next }, asked, onAsk }: StudyTableProps) {
  const { t } = useTexts()
  const { after, ...rest } = asked
  return (
    <>
      <Scrolled>
        <Table className="stack">
          <Table.Thead>
            <Table.Tr>
              {columns.map((column) => (
                <Table.Th key={column} className={counted.has(column) ? 'count' : undefined}>
                  {t(`fullSample.studies.${column}`)}
                </Table.Th>
              ))}
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {studies.map((study) => (
              <Row key={study.id} study={study} />
            ))}
          </Table.Tbody>
        </Table>
      </Scrolled>
      <Group mt="sm" className="no-print">
        {after ? (
          <Button variant="default" onClick={() => onAsk(rest)}>
            {t('fullSample.studies.first')}
          </Button>
        ) : null}
        {next ? (
          <Button variant="default" onClick={() => onAsk({ ...rest, after: next })}>
            {t('fullSample.studies.next')}
          </Button>
        ) : null}
      </Group>
    </>
  )
}

function Row({ study }: { study: Study }) {
  const { t, locale } = useTexts()
  const label = (column: (typeof columns)[number]) => ({ 'data-label': t(`fullSample.studies.${column}`) })
  const { id, patient, studyDate, category, modality, manufacturer, model, instances, bytes, verdict } = study
  return (
    <Table.Tr>
      <Table.Th scope="row" className="pseudonym">
        <Link to={`/studies/${id}`}>{patient}</Link>
      </Table.Th>
      <Table.Td {...label('date')}>
        {studyDate ? formatDay(studyDate, locale) : t('fullSample.studies.noDate')}
      </Table.Td>
      <Table.Td {...label('category')}>{termOf('category', category, t)}</Table.Td>
      <Table.Td {...label('modality')}>{modalityWords(modality, t) || t('fullSample.studies.unknown')}</Table.Td>
      <Table.Td {...label('manufacturer')}>
        {[manufacturer, model].filter(Boolean).join(' ') || t('fullSample.studies.unknown')}
      </Table.Td>
      <Table.Td className="count" {...label('instances')}>
        {formatCount(instances, locale)}
      </Table.Td>
      <Table.Td className="count" {...label('size')}>
        {formatBytes(bytes, locale)}
      </Table.Td>
      <Table.Td {...label('verdict')}>
        <VerdictMark verdict={verdict} />
      </Table.Td>
    </Table.Tr>
  )
}
