import type { EvaluationView, ParticipationState } from '@assay/contracts'
import { Group, Progress } from '@mantine/core'
import { useTexts } from '../../app/texts.ts'
import { Card } from '../../layout/card.tsx'
import { Moment } from '../../layout/moment.tsx'
import { StateMark, type Tone } from '../../layout/state-mark.tsx'

/** How the state of a hospital's part is meant. */
export const hospitalTones: Record<ParticipationState, Tone> = {
  asked: 'quiet',
  approved: 'good',
  refused: 'bad',
  running: 'busy',
  scored: 'busy',
  released: 'good',
  withheld: 'bad',
}

/** Where each hospital stands; renewed while they work. */
export function ProgressPanel({ evaluation }: { evaluation: EvaluationView }) {
  const { t } = useTexts()
  const { participations } = evaluation
  const underWay = evaluation.state === 'locked' || evaluation.state === 'running' ? evaluation.state : undefined
  return (
    <Card title={t('portal.evaluation.progress.title')}>
      {underWay ? (
        <p>
          {t(`portal.evaluation.progress.${underWay}`)}{' '}
          <span className="quiet">{t('portal.evaluation.progress.live')}</span>
        </p>
      ) : null}
      <ul className="plain-list" aria-live="polite">
        {participations.map(({ hospitalId, name, state, progress, reason, changedAt }) => (
          <li key={hospitalId} style={{ padding: '10px 0', borderTop: '1px solid var(--line)' }}>
            <Group justify="space-between" gap="xs">
              <strong>{name}</strong>
              <StateMark tone={hospitalTones[state]}>
                {t(`portal.participation.${state === 'approved' && underWay === 'running' ? 'begins' : state}`, {
                  progress,
                })}
              </StateMark>
            </Group>
            {state === 'running' ? <Progress value={progress} mt={6} aria-label={name} /> : null}
            <div className="quiet">
              <Moment at={changedAt} />
              {reason ? ` · ${reason}` : null}
            </div>
          </li>
        ))}
      </ul>
    </Card>
  )
}
