import type { DeskLinkage } from '@assay/contracts'
import { Group } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { deskLinkagesQuery } from '../../api/desk.ts'
import { formatCount } from '../../app/formats.ts'
import { useTexts } from '../../app/texts.ts'
import { Card } from '../../layout/card.tsx'
import { Empty } from '../../layout/empty.tsx'
import { Loaded } from '../../layout/loaded.tsx'
import { Moment } from '../../layout/moment.tsx'
import { Page } from '../../layout/page.tsx'
import { StateMark, type Tone } from '../../layout/state-mark.tsx'
import { LinkageDecision } from './linkage-decision.tsx'
import { LinkageMeaning } from './linkage-meaning.tsx'
import { LinkageMembers } from './linkage-members.tsx'
import { LinkageProgress } from './linkage-progress.tsx'
import { LinkageResult } from './linkage-result.tsx'

const tones: Record<DeskLinkage['state'], Tone> = {
  asked: 'open',
  joined: 'busy',
  declined: 'quiet',
  linking: 'busy',
  sent: 'busy',
  found: 'good',
  ended: 'quiet',
}

/** Requests to find what hospitals share: what each would do, the steward's decision, and what it came to. */
export function LinkagePage() {
  const { t } = useTexts()
  return (
    <Page title={t('linkage.title')} intro={t('linkage.introDesk')}>
      <Loaded query={useQuery(deskLinkagesQuery)}>
        {(rounds) =>
          rounds.length === 0 ? (
            <Card>
              <Empty>{t('linkage.none.desk')}</Empty>
            </Card>
          ) : (
            rounds.map((round) => <Round key={round.roundId} round={round} />)
          )
        }
      </Loaded>
    </Page>
  )
}

function Round({ round }: { round: DeskLinkage }) {
  const { t, locale } = useTexts()
  const { subject, state, own, askedAt, reason } = round
  const isOpen = state === 'asked'
  return (
    <Card title={t(`linkage.subject.${subject}`)}>
      <Group gap="md">
        <StateMark tone={tones[state]}>{t(`linkage.state.${state}`)}</StateMark>
        <span className="quiet">
          {t('linkage.since')} <Moment at={askedAt} />
        </span>
      </Group>
      {reason ? <p>{t('linkage.reason', { reason })}</p> : null}
      {state === 'linking' ? <LinkageProgress round={round} /> : null}
      {state === 'found' ? <LinkageResult round={round} /> : null}
      {isOpen ? (
        <p>
          {t(`linkage.asks.${subject}`)}{' '}
          <strong>{t(`linkage.own.${subject}`, { count: own, shown: formatCount(own, locale) })}</strong>
        </p>
      ) : null}
      {isOpen ? <LinkageMeaning subject={subject} /> : null}
      <LinkageMembers round={round} isOpen={isOpen} />
      {isOpen ? <LinkageDecision round={round} /> : null}
    </Card>
  )
}
