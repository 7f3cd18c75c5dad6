import { useQuery } from '@tanstack/react-query'
import { useAccount } from '../../access/use-session.ts'
import { type Hospital, hospitalsQuery } from '../../api/hub.ts'
import { countText } from '../../app/count-text.ts'
import { termOf } from '../../app/term-of.ts'
import { useTexts } from '../../app/texts.ts'
import { Card } from '../../layout/card.tsx'
import { Empty } from '../../layout/empty.tsx'
import { Facts } from '../../layout/facts.tsx'
import { Hash } from '../../layout/hash.tsx'
import { Loaded } from '../../layout/loaded.tsx'
import { Moment } from '../../layout/moment.tsx'
import { Page } from '../../layout/page.tsx'
import { HospitalInvitation } from './hospital-invitation.tsx'

/** Hospitals that joined, with their keys and sealed sets. */
export function HospitalsPage() {
  const { t } = useTexts()
  const isOperator = useAccount().role === 'operator'
  return (
    <Page title={t('portal.hospitals.title')} intro={t('portal.hospitals.intro')}>
      {isOperator ? <HospitalInvitation /> : null}
      <Loaded query={useQuery(hospitalsQuery)}>
        {(hospitals) =>
          hospitals.length === 0 ? (
            <Empty>{t(isOperator ? 'portal.hospitals.noneOperator' : 'portal.hospitals.none')}</Empty>
          ) : (
            hospitals.map((hospital) => <HospitalCard key={hospital.id} hospital={hospital} />)
          )
        }
      </Loaded>
    </Page>
  )
}

function HospitalCard({ hospital }: { hospital: Hospital }) {
  const { t } = useTexts()
  const { name, keyId, deskUrl, lastHeardAt, demonstration } = hospital
  return (
    <Card title={name}>
      {demonstration ? <p style={{ marginTop: 0 }}>⚠ {t('portal.hospitals.demonstration')}</p> : null}
      <Facts
        facts={[
          [t('portal.hospitals.sets'), <Sets key="sets" hospital={hospital} />],
          [
            t('portal.hospitals.lastHeard'),
            lastHeardAt ? <Moment key="heard" at={lastHeardAt} /> : t('portal.hospitals.never'),
          ],
          [t('portal.hospitals.keyId'), <Hash key="key" value={keyId} />],
          [
            t('portal.hospitals.desk'),
            <a key="desk" href={deskUrl} rel="noreferrer">
              {deskUrl}
            </a>,
          ],
        ]}
      />
    </Card>
  )
}

function Sets({ hospital: { testSets } }: { hospital: Hospital }) {
  const { t, locale } = useTexts()
  if (testSets.length === 0) return t('portal.hospitals.noSets')
  return testSets.map(({ testSetId, task, version, patients, cases, provenance }) => (
    <div key={testSetId}>
      {t('portal.hospitals.set', {
        task: termOf('task', task, t),
        version,
        provenance: t(`common.provenance.${provenance}`),
        patients: countText('patients', patients, { t, locale }),
        cases: countText('records', cases, { t, locale }),
      })}
    </div>
  ))
}
