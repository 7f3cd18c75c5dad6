import type { DeskDistribution } from '@assay/contracts'
import type { MessageKey } from '@assay/messages'
import { Group } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { deskDistributionsQuery } from '../../api/desk.ts'
import { termOf } from '../../app/term-of.ts'
import { useTexts } from '../../app/texts.ts'
import { Card } from '../../layout/card.tsx'
import { Empty } from '../../layout/empty.tsx'
import { Loaded } from '../../layout/loaded.tsx'
import { Moment } from '../../layout/moment.tsx'
import { Page } from '../../layout/page.tsx'
import { StateMark, type Tone } from '../../layout/state-mark.tsx'
import { DistributionComparison } from './distribution-comparison.tsx'
import { DistributionProposalPanel } from './distribution-proposal.tsx'

const tones: Record<DeskDistribution['state'], Tone> = {
  asked: 'open',
  sent: 'good',
  declined: 'quiet',
  refused: 'bad',
}

/** How this hospital compares with the others, and what waits to be let out for it. */
export function DistributionsPage() {
  const { t } = useTexts()
  return (
    <Page title={t('distributions.title')} intro={t('distributions.introDesk')}>
      <Loaded query={useQuery(deskDistributionsQuery)}>
        {(distributions) =>
          distributions.length === 0 ? (
            <Card>
              <Empty>{t('distributions.none.desk')}</Empty>
            </Card>
          ) : (
            distributions.map((one) => <CategoryCard key={one.requestId} distribution={one} />)
          )
        }
      </Loaded>
    </Page>
  )
}

function CategoryCard({ distribution }: { distribution: DeskDistribution }) {
  const { t } = useTexts()
  const { category, state, reason, proposal, sent, comparison } = distribution
  return (
    <Card title={termOf('category', category, t)}>
      <Group gap="md">
        <StateMark tone={proposal ? 'open' : tones[state]}>
          {t(proposal ? 'distributions.due' : `distributions.state.${state}`)}
        </StateMark>
        {sent ? (
          <span className="quiet">
            {t('distributions.sentText', { sequence: sent.sequence })} <Moment at={sent.signedAt} />
          </span>
        ) : null}
      </Group>
      {reason ? <p>{t('distributions.reason', { reason: reasonWords(reason, t) })}</p> : null}
      {proposal ? (
        <DistributionProposalPanel proposal={proposal} />
      ) : (
        <p className="quiet">{t(state === 'asked' ? 'distributions.preparing' : 'distributions.notEnough')}</p>
      )}
      {comparison ? <DistributionComparison comparison={comparison} /> : <p>{t('distributions.noComparison')}</p>}
    </Card>
  )
}

/** A program's reason is a code, a person's is a sentence. */
function reasonWords(reason: string, t: ReturnType<typeof useTexts>['t']): string {
  return /^distribution-[a-z-]+$/.test(reason) ? t(`errors.${reason}` as MessageKey) : reason
}
