import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { testSetsQuery } from '../../api/desk.ts'
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
import { SealForm } from './seal-form.tsx'

/** Sealed sets of this hospital, and sealing another. */
export function TestSetsPage() {
  const { t, locale } = useTexts()
  return (
    <Page title={t('desk.testSets.title')} intro={t('desk.testSets.intro')}>
      <Loaded query={useQuery(testSetsQuery)}>
        {(sets) => (
          <>
            {sets.length === 0 ? <Empty>{t('desk.testSets.none')}</Empty> : null}
            {sets.map(({ testSetId, task, version, patients, cases, provenance, manifestHash, sealedAt }) => (
              <Card key={testSetId} title={t('desk.testSets.name', { task: termOf('task', task, t), version })}>
                <p style={{ marginTop: 0 }}>
                  {t('desk.testSets.counts', {
                    patients: countText('patients', patients, { t, locale }),
                    cases: countText('records', cases, { t, locale }),
                    provenance: t(`common.provenance.${provenance}`),
                  })}
                </p>
                <Facts
                  facts={[
                    [t('desk.testSets.hash'), <Hash key="hash" value={manifestHash} />],
                    [t('desk.testSets.sealedAt'), <Moment key="at" at={sealedAt} />],
                  ]}
                />
                <Link to={`/test-sets/${testSetId}`}>{t('dataSheet.open')}</Link>
              </Card>
            ))}
          </>
        )}
      </Loaded>
      <SealForm />
    </Page>
  )
}
