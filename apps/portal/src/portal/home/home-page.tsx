import { useQuery } from '@tanstack/react-query'
import { useAccount } from '../../access/use-session.ts'
import { evaluationsQuery } from '../../api/hub.ts'
import { useTexts } from '../../app/texts.ts'
import { Card } from '../../layout/card.tsx'
import { Empty } from '../../layout/empty.tsx'
import { Loaded } from '../../layout/loaded.tsx'
import { Page } from '../../layout/page.tsx'
import { EvaluationRow } from '../evaluations/evaluation-row.tsx'
import { OperatorTasks } from './operator-tasks.tsx'
import { WaitingEvaluations } from './waiting-evaluations.tsx'

/** What waits for the person, since when; then what changed. */
export function HomePage() {
  const { t } = useTexts()
  const { role, displayName } = useAccount()
  const query = useQuery(evaluationsQuery)
  return (
    <Page title={t('portal.home.title', { name: displayName })}>
      <Card title={t('common.home.waits')}>
        {role === 'operator' ? (
          <OperatorTasks />
        ) : (
          <Loaded query={query}>{(all) => <WaitingEvaluations all={all} />}</Loaded>
        )}
      </Card>
      <Card title={t('common.home.changed')}>
        <Loaded query={query}>
          {(all) =>
            all.length === 0 ? (
              <Empty>{t('common.home.nothingChanged')}</Empty>
            ) : (
              <ul className="plain-list">
                {all.slice(0, 5).map((one) => (
                  <EvaluationRow key={one.id} evaluation={one} />
                ))}
              </ul>
            )
          }
        </Loaded>
      </Card>
    </Page>
  )
}
