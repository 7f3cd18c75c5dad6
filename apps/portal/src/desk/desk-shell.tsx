import { useTexts } from '../app/texts.ts'
import { Shell } from '../layout/shell.tsx'

/** The frame of a hospital's desk. */
export function DeskShell() {
  const { t } = useTexts()
  return (
    <Shell
      navigation={[
        { to: '/', label: t('desk.pages.home') },
        { to: '/evaluations', label: t('desk.pages.evaluations') },
        { to: '/intake', label: t('desk.pages.intake') },
        { to: '/quarantine', label: t('desk.pages.quarantine') },
        { to: '/studies', label: t('desk.pages.studies') },
        { to: '/passports', label: t('passports.title') },
        { to: '/linkage', label: t('desk.pages.linkage') },
        { to: '/distributions', label: t('desk.pages.distributions') },
        { to: '/test-sets', label: t('desk.pages.testSets') },
        { to: '/appliances', label: t('appliance.page.title') },
        { to: '/node', label: t('desk.pages.node') },
      ]}
    />
  )
}
