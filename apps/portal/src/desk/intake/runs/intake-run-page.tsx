import type { IntakeRun } from '@assay/contracts'
import { useQuery } from '@tanstack/react-query'
import { Link, useParams } from '@tanstack/react-router'
import { intakeProblemsQuery, intakeQuery } from '../../../api/desk.ts'
import { formatBytes, formatCount, formatNumber } from '../../../app/formats.ts'
import { termOf } from '../../../app/term-of.ts'
import { useTexts } from '../../../app/texts.ts'
import { Card } from '../../../layout/card.tsx'
import { Facts } from '../../../layout/facts.tsx'
import { Loaded } from '../../../layout/loaded.tsx'
import { Moment } from '../../../layout/moment.tsx'
import { Page } from '../../../layout/page.tsx'
import { TaskRow } from '../../../layout/task-row.tsx'
import { IntakeProblems } from './intake-problems.tsx'
import { IntakeProgress } from './intake-progress.tsx'
import { Interruption } from './interruption.tsx'
import { meaningOf } from './meaning-of.ts'
import { RunMark } from './run-mark.tsx'
import { sourceOf } from './source-of.ts'
import { StopIntake } from './stop-intake.tsx'

/** An intake: what happened, what it means, what is next, and its problems by reason. */
export function IntakeRunPage() {
  const { t } = useTexts()
  const { id = '' } = useParams({ strict: false }) as { id?: string }
  const problems = useQuery(intakeProblemsQuery(id)).data ?? []
  const waiting = problems.filter(({ state }) => state === 'waiting').length
  return (
    <Loaded query={useQuery(intakeQuery(id))}>
      {(run) => (
        <Page
          title={sourceOf(run, t)}
          intro={<Link to="/intake">{t('waysIn.run.back')}</Link>}
          acts={<StopIntake run={run} />}
        >
          <Happened run={run} waiting={waiting} />
          <Next run={run} count={waiting} />
          <IntakeProblems entries={problems} />
        </Page>
      )}
    </Loaded>
  )
}

function Happened({ run, waiting }: { run: IntakeRun; waiting: number }) {
  const { t, locale } = useTexts()
  const { found, accepted, known, quarantined, bytes, startedAt, finishedAt } = run
  const count = (value: number) => formatCount(value, locale)
  const unread = found - accepted - known - quarantined
  return (
    <Card title={t('waysIn.run.happened')}>
      <p style={{ fontSize: '1.15rem', margin: '0 0 6px' }}>
        <RunMark state={run.state} />
      </p>
      <p style={{ margin: '0 0 12px' }}>{t(`waysIn.run.tookIn.${meaningOf(run, waiting)}`)}</p>
      {run.state === 'running' ? <IntakeProgress run={run} /> : null}
      <Interruption run={run} />
      <Facts
        facts={[
          [t('desk.intake.category'), termOf('category', run.category, t)],
          [t('desk.intake.provenance'), t(`common.provenance.${run.provenance}`)],
          [t('waysIn.run.found'), count(found)],
          [t('waysIn.run.accepted'), count(accepted)],
          [t('waysIn.run.known'), count(known)],
          [t('waysIn.run.aside'), count(quarantined)],
          ...(unread > 0 && run.state !== 'running' ? [[t('waysIn.run.unread'), count(unread)] as const] : []),
          [t('waysIn.run.size'), formatBytes(bytes, locale)],
          [t('desk.intake.column.started'), <Moment key="started" at={startedAt} />],
          ...(finishedAt ? [[t('waysIn.run.ended'), <Moment key="ended" at={finishedAt} />] as const] : []),
          ...useSpeed(run),
        ]}
      />
    </Card>
  )
}

/** Over the whole of the intake, waits included. */
function useSpeed({ accepted, known, quarantined, bytes, startedAt, finishedAt }: IntakeRun) {
  const { t, locale } = useTexts()
  if (!finishedAt) return []
  const seconds = (Date.parse(finishedAt) - Date.parse(startedAt)) / 1000
  const rate = (accepted + known + quarantined) / seconds
  if (!(rate > 0) || !Number.isFinite(rate)) return []
  const words = t('waysIn.running.rate', { rate: formatNumber(rate, locale, rate < 10 ? 1 : 0) })
  return [[t('waysIn.run.rate'), `${words}, ${formatBytes(bytes / seconds, locale)}/s`] as const]
}

function Next({ run, count }: { run: IntakeRun; count: number }) {
  const { t, locale } = useTexts()
  const brought = run.accepted + run.known > 0
  if (run.state === 'running' || (count === 0 && !brought && run.state === 'finished')) return null
  return (
    <Card title={t('waysIn.run.next')} className="no-print">
      <ul className="plain-list">
        {count > 0 ? (
          <TaskRow
            to="/quarantine"
            search={{ intake: run.id }}
            task={t('waysIn.run.toQuarantine', { count, shown: formatCount(count, locale) })}
          />
        ) : null}
        {brought ? <TaskRow to="/studies" search={{ intake: run.id }} task={t('waysIn.run.toStudies')} /> : null}
        {run.state === 'finished' ? null : <TaskRow to="/intake" task={t('waysIn.run.again')} />}
      </ul>
    </Card>
  )
}
