import type { DirectoryEntry } from '@assay/contracts'
import { Button, Table } from '@mantine/core'
import { modalityWords } from '../../app/dicom-words.ts'
import { formatCount } from '../../app/formats.ts'
import { termOf } from '../../app/term-of.ts'
import { useTexts } from '../../app/texts.ts'
import { Card } from '../../layout/card.tsx'
import { Scrolled } from '../../layout/scrolled.tsx'
import type { Asked } from './study-filter.ts'
import { VerdictMark } from './verdict-mark.tsx'

interface DirectoryProps {
  readonly entries: readonly DirectoryEntry[]
  readonly onAsk: (asked: Asked) => void
}

const columns = ['category', 'modality', 'manufacturer', 'model', 'bodyPart', 'year', 'verdict', 'studies'] as const
const counted = new Set<string>(['studies'])

/** Counts by category, modality, manufacturer, model, part of the body, year and verdict. */
export function Directory({ entries, onAsk }: DirectoryProps) {
  const { t } = useTexts()
  const sorted = entries.toSorted((a, b) => placeOf(a).localeCompare(placeOf(b)))
  if (entries.length === 0) return null
  return (
    <Card title={t('fullSample.studies.directory')}>
      <p className="quiet">{t('fullSample.studies.directoryIntro')}</p>
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
            {sorted.map((entry) => (
              <Row key={placeOf(entry)} entry={entry} onAsk={onAsk} />
            ))}
          </Table.Tbody>
        </Table>
      </Scrolled>
    </Card>
  )
}

function Row({ entry, onAsk }: { entry: DirectoryEntry; onAsk: (asked: Asked) => void }) {
  const { t, locale } = useTexts()
  const { category, modality, manufacturer, model, bodyPart, year, verdict, studies } = entry
  const label = (column: (typeof columns)[number]) => ({ 'data-label': t(`fullSample.studies.${column}`) })
  const stated = (value: string) => value || t('fullSample.studies.unknown')
  const dates = year === null ? {} : { from: `${year}-01-01`, to: `${year}-12-31` }
  const asked = { category, verdict, ...dates, ...(modality ? { modality } : {}) }
  const ask = () => onAsk({ ...asked, ...(manufacturer ? { manufacturer } : {}) })
  return (
    <Table.Tr>
      <Table.Th scope="row">
        <Button variant="subtle" size="compact-sm" onClick={ask}>
          {termOf('category', category, t)}
        </Button>
      </Table.Th>
      <Table.Td {...label('modality')}>{stated(modalityWords(modality, t))}</Table.Td>
      <Table.Td {...label('manufacturer')}>{stated(manufacturer)}</Table.Td>
      <Table.Td {...label('model')}>{stated(model)}</Table.Td>
      <Table.Td {...label('bodyPart')}>{stated(bodyPart)}</Table.Td>
      <Table.Td {...label('year')}>{year ?? t('fullSample.studies.noDate')}</Table.Td>
      <Table.Td {...label('verdict')}>
        <VerdictMark verdict={verdict} />
      </Table.Td>
      <Table.Td className="count" {...label('studies')}>
        {formatCount(studies, locale)}
      </Table.Td>
    </Table.Tr>
  )
}

function placeOf({ category, modality, manufacturer, model, bodyPart, year, verdict }: DirectoryEntry): string {
  return [category, modality, manufacturer, model, bodyPart, year ?? '', verdict].join('\u0000')
}
