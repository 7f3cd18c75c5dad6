import { useQuery } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import { categoriesQuery, evaluationQuery, hospitalsQuery } from '../../api/hub.ts'
import { useTexts } from '../../app/texts.ts'
import { Loaded } from '../../layout/loaded.tsx'
import { Page } from '../../layout/page.tsx'
import { ApplicationEditor } from './application-editor.tsx'

/** Changes a draft that has not been submitted, or was returned. */
export function EditDraftPage() {
  const { t } = useTexts()
  const { id = '' } = useParams({ strict: false }) as { id?: string }
  const evaluation = useQuery({ ...evaluationQuery(id), refetchInterval: false })
  const categories = useQuery(categoriesQuery)
  const hospitals = useQuery(hospitalsQuery)
  return (
    <Page title={t('portal.application.editTitle')} intro={t('portal.application.intro')}>
      <Loaded query={evaluation}>
        {({ device, draft }) => (
          <Loaded query={categories}>
            {(kinds) => (
              <Loaded query={hospitals}>
                {(all) => (
                  <ApplicationEditor
                    devices={[device]}
                    categories={kinds}
                    hospitals={all}
                    deviceId={device.id}
                    earlier={{ evaluationId: id, draft }}
                  />
                )}
              </Loaded>
            )}
          </Loaded>
        )}
      </Loaded>
    </Page>
  )
}
