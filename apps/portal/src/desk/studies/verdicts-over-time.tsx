import type { VerdictCount } from '@assay/contracts'
import { tierKey } from '@assay/messages'
import { verdictBars, verdictFills } from '@assay/report/charts'
import { Group, Table } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useCallback } from 'react'
import { verdictsQuery } from '../../api/desk.ts'
import { formatCount, formatMonth } from '../../app/formats.ts'
import { useTexts } from '../../app/texts.ts'
import { type Drawing, Drawn } from '../../charts/drawn.tsx'
import { Card } from '../../layout/card.tsx'
import { Loaded } from '../../layout/loaded.tsx'

const verdicts = ['accept', 'warn', 'quarantine', 'reject'] as const

/** How many studies of each month each tier came to which verdict for: a picture, and the same as a table. */
export function VerdictsOverTime() {
  const { t } = useTexts()
  return (
    <Loaded query={useQuery(verdictsQuery)}>
      {(counts) =>
        counts.length === 0 ? null : (
          <Card title={t('fullSample.studies.overTime')}>
            <p className="quiet">{t('fullSample.studies.overTimeIntro')}</p>
            <Legend />
            <Picture counts={counts} />
            <details>
              <summary>{t('fullSample.studies.asTable')}</summary>
              <AsTable counts={counts} />
            </details>
          </Card>
        )
      }
    </Loaded>
  )
}

function Legend() {
  const { t } = useTexts()
  return (
    <Group gap="md" mb="sm">
      {verdicts.map((verdict) => (
        <span key={verdict}>
          <span className="swatch" aria-hidden="true" style={{ background: verdictFills[verdict] }} />
          {t(`fullSample.studies.verdictOf.${verdict}`)}
        </span>
      ))}
    </Group>
  )
}

function Picture({ counts }: { counts: readonly VerdictCount[] }) {
  const { t, locale } = useTexts()
  const draw = useCallback(
    (drawing: Drawing) =>
      verdictBars(counts, {
        ...{ ...drawing, width: Math.min(drawing.width, 900) },
        tierTitle: (tier) => t(tierKey(tier as VerdictCount['tier'])),
        formatCount: (count) => formatCount(count, locale),
        formatMonth: (month) => formatMonth(month, locale),
      }),
    [counts, t, locale],
  )
  const words = counts.map(
    ({ month, tier, verdict, studies }) =>
      `${formatMonth(month, locale)}, ${t(tierKey(tier))}, ${t(`fullSample.studies.verdictOf.${verdict}`)}: ${studies}`,
  )
  return <Drawn draw={draw} leastWidth={300} label={`${t('fullSample.studies.overTime')}. ${words.join('; ')}`} />
}

function AsTable({ counts }: { counts: readonly VerdictCount[] }) {
  const { t, locale } = useTexts()
  return (
    <Table>
      <Table.Thead>
        <Table.Tr>
          {(['month', 'tier', 'verdict', 'studies'] as const).map((column) => (
            <Table.Th key={column}>{t(`fullSample.studies.${column}`)}</Table.Th>
          ))}
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {counts.map(({ month, tier, verdict, studies }) => (
          <Table.Tr key={`${month} ${tier} ${verdict}`}>
            <Table.Td>{formatMonth(month, locale)}</Table.Td>
            <Table.Td>{t(tierKey(tier))}</Table.Td>
            <Table.Td>{t(`fullSample.studies.verdictOf.${verdict}`)}</Table.Td>
            <Table.Td>{formatCount(studies, locale)}</Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  )
}
