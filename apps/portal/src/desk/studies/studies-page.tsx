import { useQuery } from '@tanstack/react-query'
import { Link, useNavigate, useRouterState } from '@tanstack/react-router'
import { directoryValuesQuery, studiesQuery } from '../../api/desk.ts'
import { useTexts } from '../../app/texts.ts'
import { Card } from '../../layout/card.tsx'
import { Empty } from '../../layout/empty.tsx'
import { Loaded } from '../../layout/loaded.tsx'
import { Page } from '../../layout/page.tsx'
import { Directory } from './directory.tsx'
import { RecheckNotice } from './recheck-notice.tsx'
import { type Asked, askedOf, queryOf } from './study-filter.ts'
import { StudyFilters } from './study-filters.tsx'
import { StudyTable } from './study-table.tsx'
import { VerdictsOverTime } from './verdicts-over-time.tsx'

/** The index: verdicts over time, the directory of counts, and the studies by what is asked. The address holds what is asked. */
export function StudiesPage() {
  const { t } = useTexts()
  const search = useRouterState({ select: ({ location }) => location.search as Record<string, unknown> })
  const asked = askedOf(search)
  const navigate = useNavigate()
  const ask = (next: Asked) => navigate({ to: '/studies', search: next as never, resetScroll: false })
  const values = useQuery(directoryValuesQuery).data
  const studies = useQuery(studiesQuery(queryOf(asked)))
  const isFiltered = Object.keys(asked).length > 0
  return (
    <Page title={t('fullSample.studies.title')} intro={t('fullSample.studies.intro')}>
      <RecheckNotice />
      <Loaded query={studies}>
        {(page) =>
          page.studies.length === 0 && !isFiltered ? (
            <Card>
              <Empty>{t('fullSample.studies.empty')}</Empty>
              <Link to="/intake">{t('fullSample.studies.toIntake')}</Link>
            </Card>
          ) : (
            <>
              <Card title={t('fullSample.studies.list')}>
                <StudyFilters key={queryOf(asked)} asked={asked} values={values} onAsk={ask} />
                {page.studies.length === 0 ? (
                  <Empty>{t('fullSample.studies.noneOfThese')}</Empty>
                ) : (
                  <StudyTable page={page} asked={asked} onAsk={ask} />
                )}
              </Card>
              <Directory onAsk={ask} />
              <VerdictsOverTime />
            </>
          )
        }
      </Loaded>
    </Page>
  )
}
