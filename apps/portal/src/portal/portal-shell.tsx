import { useSession } from '../access/use-session.ts'
import { useTexts } from '../app/texts.ts'
import { Shell } from '../layout/shell.tsx'

/** The frame of the portal's pages. */
export function PortalShell() {
  const { t } = useTexts()
  const { data: account } = useSession()
  const comparing = { to: '/distributions', label: t('portal.pages.distributions') }
  const operating = [
    { to: '/linkage', label: t('portal.pages.linkage') },
    comparing,
    { to: '/people', label: t('portal.pages.people') },
  ]
  const own = { operator: operating, reviewer: [comparing] }
  return (
    <Shell
      navigation={[
        { to: '/', label: t('portal.pages.home') },
        { to: '/evaluations', label: t('portal.pages.evaluations') },
        { to: '/devices', label: t('portal.pages.devices') },
        { to: '/hospitals', label: t('portal.pages.hospitals') },
        ...(account?.role === 'operator' || account?.role === 'reviewer' ? own[account.role] : []),
      ]}
    />
  )
}
