import { Button } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useAccount } from '../../access/use-session.ts'
import { evaluationsQuery } from '../../api/hub.ts'
import { useTexts } from '../../app/texts.ts'
import { Empty } from '../../layout/empty.tsx'
import { Loaded } from '../../layout/loaded.tsx'
import { Page } from '../../layout/page.tsx'
import { EvaluationRow } from './evaluation-row.tsx'

/** Every evaluation that the person may see, last changed first. */
export function EvaluationListPage() {
  const { t } = useTexts()
  const { role } = useAccount()
  const query = useQuery(evaluationsQuery)
  const apply =
    role === 'vendor' ? (
      <Button component={Link} to="/application">
        {t('portal.evaluations.apply')}
      </Button>
    ) : null
  return (
    <Page title={t('portal.evaluations.title')} acts={apply}>
      <Loaded query={query}>
        {(evaluations) =>
          evaluations.length === 0 ? (
            <Empty>{t(`portal.evaluations.empty.${role}`)}</Empty>
          ) : (
            <ul className="plain-list card">
              {evaluations.map((one) => (
                <EvaluationRow key={one.id} evaluation={one} />
              ))}
            </ul>
          )
        }
      </Loaded>
    </Page>
  )
}
