import { useQuery } from '@tanstack/react-query'
import { deskEvaluationsQuery } from '../../api/desk.ts'
import { useTexts } from '../../app/texts.ts'
import { Empty } from '../../layout/empty.tsx'
import { Loaded } from '../../layout/loaded.tsx'
import { Page } from '../../layout/page.tsx'
import { DeskEvaluationRow } from './desk-evaluation-row.tsx'

/** Every evaluation that reached this hospital. */
export function DeskEvaluationListPage() {
  const { t } = useTexts()
  return (
    <Page title={t('desk.evaluations.title')}>
      <Loaded query={useQuery(deskEvaluationsQuery)}>
        {(all) =>
          all.length === 0 ? (
            <Empty>{t('desk.evaluations.empty')}</Empty>
          ) : (
            <ul className="plain-list card">
              {all.map((one) => (
                <DeskEvaluationRow key={one.evaluationId} evaluation={one} />
              ))}
            </ul>
          )
        }
      </Loaded>
    </Page>
  )
}
