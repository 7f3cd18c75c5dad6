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
import { Scrolled } from '../../layout/scrolled.tsx'
import { tableVerdicts, verdictRows, verdictTotals } from './verdict-table.ts'

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
      {tableVerdicts.map((verdict) => (
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
        ...drawing,
        width: Math.min(drawing.width, 1030),
        tierTitle: (tier) => `${tier} ${t(tierKey(tier as VerdictCount['tier']))}`,
        formatCount: (count) => formatCount(count, locale),
        formatMonth: (month) => formatMonth(month, locale),
      }),
    [counts, t, locale],
  )
  return <Drawn draw={draw} leastWidth={300} label={useSummary(counts)} />
}

/** The picture in a few words: from when to when, and each tier's sums. Every month stands in the table. */
function useSummary(counts: readonly VerdictCount[]): string {
  const { t, locale } = useTexts()
  const totals = verdictTotals(counts)
  if (!totals) return t('fullSample.studies.overTime')
  const tiers = totals.tiers.map(({ tier, studies }) => {
    const words = tableVerdicts.flatMap((verdict, i) =>
      studies[i] ? [`${t(`fullSample.studies.verdictOf.${verdict}`)} ${formatCount(studies[i], locale)}`] : [],
    )
    return `${t(tierKey(tier))}: ${words.join(t('common.listSeparator'))}`
  })
  const [from, to] = [totals.from, totals.to].map((month) => formatMonth(month, locale))
  return t('fullSample.studies.overTimeLabel', { from: from!, to: to!, tiers: tiers.join('; ') })
}

function AsTable({ counts }: { counts: readonly VerdictCount[] }) {
  const { t, locale } = useTexts()
  const words = tableVerdicts.map((verdict) => t(`fullSample.studies.verdictOf.${verdict}`))
  return (
    <Scrolled>
      <Table className="stack">
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t('fullSample.studies.month')}</Table.Th>
            <Table.Th>{t('fullSample.studies.tier')}</Table.Th>
            {[...words, t('fullSample.studies.studies')].map((word) => (
              <Table.Th key={word} className="count">
                {word}
              </Table.Th>
            ))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {verdictRows(counts).map(({ month, tier, studies, total }) => (
            <Table.Tr key={`${month} ${tier}`}>
              <Table.Th scope="row">{formatMonth(month, locale)}</Table.Th>
              <Table.Td data-label={t('fullSample.studies.tier')}>
                {tier} {t(tierKey(tier))}
              </Table.Td>
              {[...studies, total].map((count, i) => {
                const label = words[i] ?? t('fullSample.studies.studies')
                return (
                  <Table.Td key={label} className="count" data-label={label}>
                    {formatCount(count, locale)}
                  </Table.Td>
                )
              })}
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Scrolled>
  )
}
