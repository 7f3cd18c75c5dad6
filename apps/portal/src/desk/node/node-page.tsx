import type { NodeStatus } from '@assay/contracts'
import { useQuery } from '@tanstack/react-query'
import { InvitationForm } from '../../access/invitation-form.tsx'
import { useAccount } from '../../access/use-session.ts'
import { nodeQuery } from '../../api/desk.ts'
import { formatCount } from '../../app/formats.ts'
import { isolationPartsText } from '../../app/term-of.ts'
import { useTexts } from '../../app/texts.ts'
import { Card } from '../../layout/card.tsx'
import { Facts } from '../../layout/facts.tsx'
import { Hash } from '../../layout/hash.tsx'
import { Loaded } from '../../layout/loaded.tsx'
import { Moment } from '../../layout/moment.tsx'
import { Page } from '../../layout/page.tsx'
import { StateMark } from '../../layout/state-mark.tsx'
import { EnrolmentForm } from './enrolment-form.tsx'

/** This node: who it is, what it isolates with, whether it reaches the hub. */
export function NodePage() {
  const { t } = useTexts()
  const { organisation } = useAccount()
  return (
    <Page title={t('desk.node.title')}>
      <Loaded query={useQuery(nodeQuery)}>
        {(node) => (
          <>
            {node.hub ? null : <EnrolmentForm />}
            <Status node={node} />
            {node.hub ? <HubStatus hub={node.hub} waiting={node.outboxWaiting} /> : null}
          </>
        )}
      </Loaded>
      <Card title={t('desk.node.invite')}>
        <InvitationForm roles={['steward']} organisation={organisation} />
      </Card>
    </Page>
  )
}

function Status({ node }: { node: NodeStatus }) {
  const { t } = useTexts()
  const { identity, isolation, isolationParts, demonstration } = node
  const state = <StateMark tone={isolation === 'none' ? 'bad' : 'good'}>{t(`common.isolation.${isolation}`)}</StateMark>
  return (
    <Card title={identity.name}>
      <Facts
        facts={[
          [t('desk.node.keyId'), <Hash key="key" value={identity.keyId} />],
          [t('desk.node.isolation'), state],
          [
            t('desk.node.isolationParts'),
            isolationParts.length > 0 ? isolationPartsText(isolationParts, t) : t('desk.node.noIsolation'),
          ],
        ]}
      />
      {demonstration ? <p className="quiet">⚠ {t('desk.node.demonstration')}</p> : null}
    </Card>
  )
}

function HubStatus({ hub, waiting }: { hub: NonNullable<NodeStatus['hub']>; waiting: number }) {
  const { t, locale } = useTexts()
  return (
    <Card title={t('desk.node.hub')}>
      <Facts
        facts={[
          [t('desk.node.identity'), <a key="hub" href={hub.url}>{`${hub.name} (${hub.url})`}</a>],
          [t('desk.node.hubKeyId'), <Hash key="key" value={hub.keyId} />],
          [t('desk.node.lastHeard'), hub.lastHeardAt ? <Moment key="at" at={hub.lastHeardAt} /> : t('desk.node.never')],
          [t('desk.node.outbox'), formatCount(waiting, locale)],
        ]}
      />
    </Card>
  )
}
