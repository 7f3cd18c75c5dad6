import { useTexts } from '../../app/texts.ts'
import { Page } from '../../layout/page.tsx'
import { IntakeRuns } from './runs/intake-runs.tsx'
import { RunningIntakes } from './runs/running-intakes.tsx'
import { WaysIn } from './ways-in.tsx'

/** Taking data in: what runs, the ways in, and what was taken in before. */
export function IntakePage() {
  const { t } = useTexts()
  return (
    <Page title={t('desk.intake.title')} intro={t('desk.intake.intro')}>
      <RunningIntakes />
      <WaysIn />
      <IntakeRuns />
    </Page>
  )
}
