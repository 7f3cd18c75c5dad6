import type { HubDistribution } from '@assay/contracts'
import { useQuery } from '@tanstack/react-query'
import { useSession } from '../../access/use-session.ts'
import { hospitalsQuery, hubDistributionsQuery } from '../../api/hub.ts'
import { termOf } from '../../app/term-of.ts'
import { useTexts } from '../../app/texts.ts'
import { Card } from '../../layout/card.tsx'
import { Empty } from '../../layout/empty.tsx'
import { Facts } from '../../layout/facts.tsx'
import { Loaded } from '../../layout/loaded.tsx'
import { Page } from '../../layout/page.tsx'
import { StateMark, type Tone } from '../../layout/state-mark.tsx'
import { AskForm } from './ask-form.tsx'
import { HospitalSpread } from './hospital-spread.tsx'

const tones: Record<HubDistribution['hospitals'][number]['state'], Tone> = {
  asked: 'open',
  sent: 'good',
  declined: 'bad',
}

/** How the hospitals compare, by what they let out; the operator asks for it. */
export function DistributionsPage() {
  const { t } = useTexts()
  const { data: account } = useSession()
  return (
    <Page title={t('distributions.title')} intro={t('distributions.introPortal')}>
      {account?.role === 'operator' ? <Asking /> : null}
      <Loaded query={useQuery(hubDistributionsQuery)}>
        {(distributions) =>
          distributions.length === 0 ? (
            <Card>
              <Empty>{t('distributions.none.portal')}</Empty>
            </Card>
          ) : (
            distributions.map((one) => <CategoryCard key={one.requestId} distribution={one} />)
          )
        }
      </Loaded>
    </Page>
  )
}

function Asking() {
  return <Loaded query={useQuery(hospitalsQuery)}>{(hospitals) => <AskForm hospitals={hospitals} />}</Loaded>
}

function CategoryCard({ distribution }: { distribution: HubDistribution }) {
  const { t } = useTexts()
  const { category, hospitals, changed, needed, epoch } = distribution
  return (
    <Card title={termOf('category', category, t)}>
      <p style={{ marginTop: 0 }}>{t('distributions.progress', { changed, needed, epoch })}</p>
      <Facts
        facts={hospitals.map(({ hospitalId, name, state, reason }) => [
          name,
          <StateMark key={hospitalId} tone={tones[state]}>
            {[t(`distributions.memberState.${state}`), reason].filter(Boolean).join(': ')}
          </StateMark>,
        ])}
      />
      <HospitalSpread distribution={distribution} />
    </Card>
  )
}
