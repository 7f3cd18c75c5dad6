import { useTexts } from '../../app/texts.ts'
import { Page } from '../../layout/page.tsx'
import { IntakeForm } from './intake-form.tsx'
import { IntakeRuns } from './intake-runs.tsx'

/** Taking data in. */
export function IntakePage() {
  const { t } = useTexts()
  return (
    <Page title={t('desk.intake.title')} intro={t('desk.intake.intro')}>
      <IntakeForm />
      <IntakeRuns />
    </Page>
  )
}
