import { useQuery } from '@tanstack/react-query'
import { useAccount } from '../../access/use-session.ts'
import { deskEvaluationsQuery } from '../../api/desk.ts'
import { useTexts } from '../../app/texts.ts'
import { Card } from '../../layout/card.tsx'
import { Empty } from '../../layout/empty.tsx'
import { Loaded } from '../../layout/loaded.tsx'
import { Page } from '../../layout/page.tsx'
import { DeskEvaluationRow } from '../evaluations/desk-evaluation-row.tsx'
import { StewardTaskList } from './steward-task-list.tsx'

/** What waits for the steward; then what changed. */
export function DeskHomePage() {
  const { t } = useTexts()
  const { displayName } = useAccount()
  const evaluations = useQuery(deskEvaluationsQuery)
  return (
    <Page title={t('desk.home.title', { name: displayName })}>
      <Card title={t('common.home.waits')}>
        <StewardTaskList />
      </Card>
      <Card title={t('common.home.changed')}>
        <Loaded query={evaluations}>
          {(all) =>
            all.length === 0 ? (
              <Empty>{t('desk.evaluations.empty')}</Empty>
            ) : (
              <ul className="plain-list">
                {all.slice(0, 5).map((one) => (
                  <DeskEvaluationRow key={one.evaluationId} evaluation={one} />
                ))}
              </ul>
            )
          }
        </Loaded>
      </Card>
    </Page>
  )
}
