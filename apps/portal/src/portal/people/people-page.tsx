import { InvitationForm } from '../../access/invitation-form.tsx'
import { useTexts } from '../../app/texts.ts'
import { Card } from '../../layout/card.tsx'
import { Page } from '../../layout/page.tsx'

/** Invites people to the portal. */
export function PeoplePage() {
  const { t } = useTexts()
  return (
    <Page title={t('portal.people.title')} intro={t('portal.people.intro')}>
      <Card title={t('portal.people.invite')}>
        <InvitationForm roles={['vendor', 'reviewer', 'operator']} />
      </Card>
    </Page>
  )
}
