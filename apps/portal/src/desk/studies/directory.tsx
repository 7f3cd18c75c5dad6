import { type DirectoryLevel, type DirectoryRow, directoryLevels } from '@assay/contracts'
import type { Translator } from '@assay/messages'
import { Button, Group, Table } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { directoryQuery } from '../../api/desk.ts'
import { modalityWords } from '../../app/dicom-words.ts'
import { formatCount } from '../../app/formats.ts'
import { termOf } from '../../app/term-of.ts'
import { useTexts } from '../../app/texts.ts'
import { Card } from '../../layout/card.tsx'
import { Scrolled } from '../../layout/scrolled.tsx'
import { askedBelow } from './directory-levels.ts'
import type { Asked } from './study-filter.ts'

interface DirectoryProps {
  readonly onAsk: (asked: Asked) => void
}

/** Counts of the checked studies, level by level: category, modality, manufacturer, model, part of the body, year. */
export function Directory({ onAsk }: DirectoryProps) {
  const { t } = useTexts()
  const [path, go] = useState<readonly string[]>([])
  const rows = useQuery(directoryQuery(path)).data
  const level = directoryLevels[path.length]
  if (!rows || (path.length === 0 && rows.length === 0)) return null
  return (
    <Card title={t('fullSample.studies.directory')}>
      <p className="quiet">{t('fullSample.studies.directoryIntro')}</p>
      <Group gap="xs" mb="sm" className="no-print">
        <WayThere path={path} onGo={go} />
        {path.length > 0 ? (
          <Button variant="default" size="compact-sm" onClick={() => onAsk(askedBelow(path))}>
            {t('fullSample.studies.listThese')}
          </Button>
        ) : null}
      </Group>
      <Level
        level={level ?? 'year'}
        rows={level ? rows : rows.filter(({ value }) => value === path.at(-1))}
        onOpen={level ? (value) => go([...path, value]) : undefined}
      />
    </Card>
  )
}

/** Where in the directory this is, each part leading back to it. */
function WayThere({ path, onGo }: { path: readonly string[]; onGo: (path: readonly string[]) => void }) {
  const { t } = useTexts()
  const words = path.map((value, place) => valueWords(directoryLevels[place]!, value, t))
  const steps = [t('fullSample.studies.allStudies'), ...words].map((word, depth) => ({
    word,
    to: path.slice(0, depth),
    key: path.slice(0, depth).join(' › '),
  }))
  return steps.map(({ word, to, key }) =>
    to.length === path.length ? (
      <strong key={key}>{word}</strong>
    ) : (
      <Button key={key} variant="subtle" size="compact-sm" onClick={() => onGo(to)}>
        {`${word} ›`}
      </Button>
    ),
  )
}

const counted = ['studies', 'good', 'held', 'bad'] as const

interface LevelProps {
  readonly level: DirectoryLevel
  readonly rows: readonly DirectoryRow[]
  readonly onOpen: ((value: string) => void) | undefined
}

function Level({ level, rows, onOpen }: LevelProps) {
  const { t, locale } = useTexts()
  return (
    <Scrolled>
      <Table className="stack">
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t(`fullSample.studies.${level}`)}</Table.Th>
            {counted.map((column) => (
              <Table.Th key={column} className="count">
                {t(`passports.${column}`)}
              </Table.Th>
            ))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {rows.map(({ value, ...counts }) => (
            <Table.Tr key={value}>
              <Table.Th scope="row">
                {onOpen ? (
                  <Button variant="subtle" size="compact-sm" onClick={() => onOpen(value)}>
                    {valueWords(level, value, t)}
                  </Button>
                ) : (
                  valueWords(level, value, t)
                )}
              </Table.Th>
              {counted.map((column) => (
                <Table.Td key={column} className="count" data-label={t(`passports.${column}`)}>
                  {formatCount(counts[column], locale)}
                </Table.Td>
              ))}
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Scrolled>
  )
}

function valueWords(level: DirectoryLevel, value: string, t: Translator): string {
  if (value === '') return t(level === 'year' ? 'fullSample.studies.noDate' : 'fullSample.studies.unknown')
  if (level === 'category') return termOf('category', value, t)
  return level === 'modality' ? modalityWords(value, t) : value
}
