import type { QuarantineCounts } from '@assay/contracts'
import { Button, Group, NativeSelect } from '@mantine/core'
import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { Link, useRouterState } from '@tanstack/react-router'
import { useState } from 'react'
import { intakesQuery, quarantineCountsQuery, quarantineQuery } from '../../api/desk.ts'
import { formatCount, formatInstant } from '../../app/formats.ts'
import { termOf } from '../../app/term-of.ts'
import { useTexts } from '../../app/texts.ts'
import { Card } from '../../layout/card.tsx'
import { Empty } from '../../layout/empty.tsx'
import { Loaded } from '../../layout/loaded.tsx'
import { Page } from '../../layout/page.tsx'
import { type QuarantineFilter, queryOf, waitingEntries } from './filter-quarantine.ts'
import { QuarantineEntry } from './quarantine-entry.tsx'
import { ReasonSelect } from './reason-select.tsx'

/** What was put aside: each with why, where and what to do, and the steward's acts. */
export function QuarantinePage() {
  const { t } = useTexts()
  const [chosen, setFilter] = useState<QuarantineFilter>({
    what: 'all',
    category: 'all',
    state: 'waiting',
    code: 'all',
  })
  const intake = useRouterState({ select: ({ location }) => (location.search as { intake?: string }).intake })
  const filter = { ...chosen, intake }
  const isWaiting = filter.state === 'waiting'
  return (
    <Page title={t('fullSample.quarantine.title')} intro={t('fullSample.quarantine.intro')}>
      <Loaded query={useQuery(quarantineCountsQuery)}>
        {(counts) => {
          const isEmpty = isWaiting ? waitingEntries(counts) === 0 : counts.kinds.length === 0
          return (
            <>
              <HowMany counts={counts} />
              {intake ? <OfOneIntake /> : null}
              {isEmpty && isWaiting ? null : <Filters filter={filter} onChange={setFilter} counts={counts} />}
              <Entries filter={filter} isEmpty={isEmpty} />
              {isEmpty && isWaiting ? (
                <Button variant="default" onClick={() => setFilter({ ...filter, state: 'any' })}>
                  {t('fullSample.quarantine.state.any')}
                </Button>
              ) : null}
            </>
          )
        }}
      </Loaded>
    </Page>
  )
}

function OfOneIntake() {
  const { t } = useTexts()
  return (
    <p>
      {t('fullSample.quarantine.ofIntake')} <Link to="/quarantine">{t('fullSample.quarantine.ofAll')}</Link>
    </p>
  )
}

function HowMany({ counts }: { counts: QuarantineCounts }) {
  const { t, locale } = useTexts()
  const count = waitingEntries(counts)
  return (
    <p role="status" style={{ marginTop: 0, fontWeight: 600 }}>
      {counts.waitingSince
        ? t('fullSample.quarantine.waits', {
            count,
            shown: formatCount(count, locale),
            when: formatInstant(counts.waitingSince, locale),
          })
        : null}
    </p>
  )
}

interface FiltersProps {
  readonly filter: QuarantineFilter
  readonly onChange: (filter: QuarantineFilter) => void
  readonly counts: QuarantineCounts
}

function Filters({ filter, onChange, counts }: FiltersProps) {
  const { t } = useTexts()
  const all = { value: 'all', label: t('fullSample.quarantine.filter.all') }
  const categories = [...new Set(counts.kinds.map(({ category }) => category))]
  return (
    <Group mb="md" className="no-print">
      <NativeSelect
        label={t('fullSample.quarantine.filter.what')}
        value={filter.what}
        onChange={({ currentTarget: { value } }) => onChange({ ...filter, what: value as QuarantineFilter['what'] })}
        data={[
          all,
          ...(['study', 'object', 'record'] as const).map((value) => ({
            value,
            label: t(`fullSample.quarantine.what.${value}`),
          })),
        ]}
      />
      <NativeSelect
        label={t('fullSample.quarantine.filter.category')}
        value={filter.category}
        onChange={({ currentTarget: { value } }) => onChange({ ...filter, category: value })}
        data={[all, ...categories.map((value) => ({ value, label: termOf('category', value, t) }))]}
      />
      <NativeSelect
        label={t('fullSample.quarantine.filter.state')}
        value={filter.state}
        onChange={({ currentTarget: { value } }) => onChange({ ...filter, state: value as QuarantineFilter['state'] })}
        data={(['waiting', 'accepted', 'discarded', 'resolved', 'any'] as const).map((value) => ({
          value,
          label: t(`fullSample.quarantine.state.${value}`),
        }))}
      />
      <ReasonSelect filter={filter} onChange={onChange} counts={counts} />
    </Group>
  )
}

function Entries({ filter, isEmpty }: { filter: QuarantineFilter; isEmpty: boolean }) {
  const { t } = useTexts()
  const runs = useQuery(intakesQuery).data ?? []
  const list = useInfiniteQuery(quarantineQuery(queryOf(filter)))
  return (
    <Loaded query={list}>
      {({ pages }) => {
        const entries = pages.flat()
        if (entries.length === 0)
          return (
            <Card>
              <Empty>{t(isEmpty ? 'fullSample.quarantine.empty' : 'fullSample.quarantine.noneOfThese')}</Empty>
            </Card>
          )
        return (
          <>
            {entries.map((entry) => (
              <QuarantineEntry key={entry.id} entry={entry} run={runs.find(({ id }) => id === entry.intakeId)} />
            ))}
            {list.hasNextPage ? (
              <Button variant="default" loading={list.isFetchingNextPage} onClick={() => list.fetchNextPage()}>
                {t('fullSample.quarantine.more')}
              </Button>
            ) : null}
          </>
        )
      }}
    </Loaded>
  )
}
