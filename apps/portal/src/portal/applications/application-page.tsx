import { useQuery } from '@tanstack/react-query'
import { Link, useSearch } from '@tanstack/react-router'
import { categoriesQuery, devicesQuery, hospitalsQuery } from '../../api/hub.ts'
import { useTexts } from '../../app/texts.ts'
import { Empty } from '../../layout/empty.tsx'
import { Loaded } from '../../layout/loaded.tsx'
import { Page } from '../../layout/page.tsx'
import { ApplicationEditor } from './application-editor.tsx'

/** A new application: for a device, on hospitals' sealed sets, with acceptance criteria. */
export function ApplicationPage() {
  const { t } = useTexts()
  const search = useSearch({ strict: false }) as { device?: string }
  const devices = useQuery(devicesQuery)
  const categories = useQuery(categoriesQuery)
  const hospitals = useQuery(hospitalsQuery)
  return (
    <Page title={t('portal.application.title')} intro={t('portal.application.intro')}>
      <Loaded query={devices}>
        {(own) =>
          own.length === 0 ? (
            <Empty>
              {t('portal.application.noDevice')} <Link to="/devices">{t('portal.application.toDevices')}</Link>
            </Empty>
          ) : (
            <Loaded query={categories}>
              {(kinds) => (
                <Loaded query={hospitals}>
                  {(all) => (
                    <ApplicationEditor
                      devices={own}
                      categories={kinds}
                      hospitals={all}
                      deviceId={own.find(({ id }) => id === search.device)?.id ?? own[0]?.id ?? ''}
                    />
                  )}
                </Loaded>
              )}
            </Loaded>
          )
        }
      </Loaded>
    </Page>
  )
}
