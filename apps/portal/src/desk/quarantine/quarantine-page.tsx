import type { IntakeRun, Quarantined } from '@assay/contracts'
import { Button, Group, NativeSelect } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Link, useRouterState } from '@tanstack/react-router'
import { useState } from 'react'
import { allQuarantinedQuery, intakesQuery, quarantineQuery } from '../../api/desk.ts'
import { formatCount, formatInstant } from '../../app/formats.ts'
import { termOf } from '../../app/term-of.ts'
import { useTexts } from '../../app/texts.ts'
import { Card } from '../../layout/card.tsx'
import { Empty } from '../../layout/empty.tsx'
import { Loaded } from '../../layout/loaded.tsx'
import { Page } from '../../layout/page.tsx'
import { fits, type QuarantineFilter, waiting } from './filter-quarantine.ts'
import { QuarantineEntry } from './quarantine-entry.tsx'

/** What was put aside: each with why, where and what to do, and the steward's acts. */
export function QuarantinePage() {
  const { t } = useTexts()
  const [chosen, setFilter] = useState<QuarantineFilter>({ what: 'all', category: 'all', state: 'waiting' })
  const intake = useRouterState({ select: ({ location }) => (location.search as { intake?: string }).intake })
  const filter = { ...chosen, intake }
  const isWaiting = filter.state === 'waiting'
  const entries = useQuery(isWaiting ? quarantineQuery : allQuarantinedQuery)
  const runs = useQuery(intakesQuery).data
  return (
    <Page title={t('fullSample.quarantine.title')} intro={t('fullSample.quarantine.intro')}>
      <Loaded query={entries}>
        {(all) => (
          <>
            <HowMany entries={all} />
            {intake ? <OfOneIntake /> : null}
            {all.length > 0 || !isWaiting ? <Filters filter={filter} onChange={setFilter} runs={runs ?? []} /> : null}
            <Entries all={all} filter={filter} runs={runs ?? []} />
            {all.length === 0 && isWaiting ? (
              <Button variant="default" onClick={() => setFilter({ ...filter, state: 'any' })}>
                {t('fullSample.quarantine.state.any')}
              </Button>
            ) : null}
          </>
        )}
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

function HowMany({ entries }: { entries: readonly Quarantined[] }) {
  const { t, locale } = useTexts()
  const { count, since } = waiting(entries)
  return (
    <p role="status" style={{ marginTop: 0, fontWeight: 600 }}>
      {since
        ? t('fullSample.quarantine.waits', {
            ...{ count, shown: formatCount(count, locale), when: formatInstant(since, locale) },
          })
        : null}
    </p>
  )
}

interface FiltersProps {
  readonly filter: QuarantineFilter
  readonly onChange: (filter: QuarantineFilter) => void
  readonly runs: readonly IntakeRun[]
}

function Filters({ filter, onChange, runs }: FiltersProps) {
  const { t } = useTexts()
  const all = { value: 'all', label: t('fullSample.quarantine.filter.all') }
  const categories = [...new Set(runs.map(({ category }) => category))]
  return (
    <Group mb="md" className="no-print">
      <NativeSelect
        label={t('fullSample.quarantine.filter.what')}
        value={filter.what}
        onChange={({ currentTarget: { value } }) => onChange({ ...filter, what: value as QuarantineFilter['what'] })}
        data={[
          all,
          ...(['study', 'object', 'record'] as const).map((value) => ({
            ...{ value, label: t(`fullSample.quarantine.what.${value}`) },
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
          ...{ value, label: t(`fullSample.quarantine.state.${value}`) },
        }))}
      />
    </Group>
  )
}

const shownAtOnce = 20

interface EntriesProps {
  readonly all: readonly Quarantined[]
  readonly filter: QuarantineFilter
  readonly runs: readonly IntakeRun[]
}

function Entries({ all, filter, runs }: EntriesProps) {
  const { t } = useTexts()
  const [most, setMost] = useState(shownAtOnce)
  const runOf = (entry: Quarantined) => runs.find(({ id }) => id === entry.intakeId)
  const chosen = all.filter((entry) => fits(entry, filter, runOf(entry)?.category))
  if (chosen.length === 0)
    return (
      <Card>
        <Empty>{t(all.length === 0 ? 'fullSample.quarantine.empty' : 'fullSample.quarantine.noneOfThese')}</Empty>
      </Card>
    )
  const more = chosen.length - most
  return (
    <>
      {chosen.slice(0, most).map((entry) => (
        <QuarantineEntry key={entry.id} entry={entry} run={runOf(entry)} />
      ))}
      {more > 0 ? (
        <Button variant="default" onClick={() => setMost(most + shownAtOnce)}>
          {t('fullSample.quarantine.show', { count: Math.min(more, shownAtOnce) })}
        </Button>
      ) : null}
    </>
  )
}
