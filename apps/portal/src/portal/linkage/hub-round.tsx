import { type HubLinkage, hubLinkage } from '@assay/contracts'
import { Group } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { z } from 'zod'
import { send } from '../../api/request.ts'
import { useTexts } from '../../app/texts.ts'
import { Card } from '../../layout/card.tsx'
import { ErrorNotice } from '../../layout/error-notice.tsx'
import { Facts } from '../../layout/facts.tsx'
import { Moment } from '../../layout/moment.tsx'
import { ReasonForm } from '../../layout/reason-form.tsx'
import { StateMark, type Tone } from '../../layout/state-mark.tsx'

const tones: Record<HubLinkage['state'], Tone> = { asked: 'open', open: 'busy', compared: 'good', ended: 'quiet' }
const memberTones: Record<HubLinkage['members'][number]['state'], Tone> = {
  asked: 'open',
  joined: 'busy',
  declined: 'bad',
  sent: 'good',
}

/** A round as the test centre sees it: how it stands, and which hospital it waits for. */
export function HubRound({ round }: { round: HubLinkage }) {
  const { t } = useTexts()
  const { subject, state, members, reason, askedAt, changedAt } = round
  const waitedFor = members.filter((one) => one.state === 'asked' || (state === 'open' && one.state === 'joined'))
  const isOpen = state === 'asked' || state === 'open'
  return (
    <Card title={t(`linkage.subject.${subject}`)}>
      <Group gap="md" mb="xs">
        <StateMark tone={tones[state]}>{t(`linkage.hubState.${state}`)}</StateMark>
        {isOpen && waitedFor.length > 0 ? (
          <span>
            {t('linkage.waitsFor', { names: waitedFor.map(({ name }) => name).join(t('common.listSeparator')) })}
          </span>
        ) : null}
      </Group>
      {state === 'compared' ? <p>{t('linkage.comparedText')}</p> : null}
      {reason ? <p>{t('linkage.reason', { reason })}</p> : null}
      <Facts
        facts={[
          ...members.map(
            ({ name, state: stands }) =>
              [
                name,
                <StateMark key="state" tone={memberTones[stands]}>
                  {t(`linkage.memberState.${stands}`)}
                </StateMark>,
              ] as const,
          ),
          [t('linkage.since'), <Moment key="asked" at={askedAt} />],
          [t('linkage.changed'), <Moment key="changed" at={changedAt} />],
        ]}
      />
      {isOpen ? <EndRound round={round} /> : null}
    </Card>
  )
}

function EndRound({ round: { roundId } }: { round: HubLinkage }) {
  const { t } = useTexts()
  const queries = useQueryClient()
  const end = useMutation({
    mutationFn: (reason: string) => send('POST', `/api/linkages/${roundId}/end`, { reason }, z.array(hubLinkage)),
    onSettled: () => queries.invalidateQueries(),
  })
  return (
    <div className="no-print" style={{ marginTop: 12 }}>
      <ReasonForm
        open={t('linkage.end')}
        label={t('linkage.endReason')}
        submit={t('linkage.endSubmit')}
        onReason={(reason) => end.mutate(reason)}
      />
      <ErrorNotice error={end.error} />
    </div>
  )
}
