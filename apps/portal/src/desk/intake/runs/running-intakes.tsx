import type { IntakeRun } from '@assay/contracts'
import { Group } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { intakesQuery } from '../../../api/desk.ts'
import { termOf } from '../../../app/term-of.ts'
import { useTexts } from '../../../app/texts.ts'
import { Card } from '../../../layout/card.tsx'
import { Moment } from '../../../layout/moment.tsx'
import { IntakeProgress } from './intake-progress.tsx'
import { Interruption } from './interruption.tsx'
import { sourceOf } from './source-of.ts'
import { StopIntake } from './stop-intake.tsx'

/** What is being taken in now; nothing where nothing is. */
export function RunningIntakes() {
  const { t } = useTexts()
  const running = (useQuery(intakesQuery).data ?? []).filter(({ state }) => state === 'running')
  if (running.length === 0) return null
  return (
    <Card title={t('waysIn.running.title')}>
      {running.map((run) => (
        <Running key={run.id} run={run} />
      ))}
    </Card>
  )
}

function Running({ run }: { run: IntakeRun }) {
  const { t } = useTexts()
  const source = sourceOf(run, t)
  return (
    <section className="running" aria-label={source}>
      <Group justify="space-between" gap="sm" mb={6}>
        <span>
          <span className="row-title">{source}</span>{' '}
          <span className="quiet">
            {termOf('category', run.category, t)} · <Moment at={run.startedAt} />
          </span>
        </span>
        <Group gap="sm">
          <Link to={`/intake/${run.id}`} aria-label={t('waysIn.running.openOf', { source })}>
            {t('waysIn.running.open')}
          </Link>
          <StopIntake run={run} />
        </Group>
      </Group>
      <IntakeProgress run={run} />
      <Interruption run={run} />
    </section>
  )
}
