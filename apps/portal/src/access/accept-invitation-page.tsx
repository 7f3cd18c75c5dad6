import { session } from '@assay/contracts'
import { Button, Stack, TextInput } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Link, useNavigate } from '@tanstack/react-router'
import { send } from '../api/request.ts'
import { useTexts } from '../app/texts.ts'
import { ErrorNotice } from '../layout/error-notice.tsx'
import { formOf } from '../layout/form-of.ts'
import { Page } from '../layout/page.tsx'

/** Turns an invitation into an account, and logs the person in. */
export function AcceptInvitationPage() {
  const { t } = useTexts()
  const queries = useQueryClient()
  const navigate = useNavigate()
  const accept = useMutation({
    mutationFn: (form: FormData) =>
      send('POST', '/api/access/invitations/accept', Object.fromEntries(form.entries()), session),
    onSuccess: ({ account }) => {
      queries.setQueryData(['session'], account)
      navigate({ to: '/' })
    },
  })
  const text = (key: 'code' | 'name' | 'displayName') => ({
    name: key,
    label: t(`common.invitation.${key}`),
    required: true,
    withAsterisk: false,
  })
  return (
    <div style={{ maxWidth: 480, margin: '32px auto' }} className="card">
      <Page title={t('common.invitation.title')} intro={t('common.invitation.intro')}>
        <form onSubmit={(event) => accept.mutate(formOf(event))}>
          <Stack>
            <TextInput {...text('code')} autoComplete="off" minLength={20} />
            <TextInput {...text('name')} autoComplete="username" description={t('common.invitation.nameHint')} />
            <TextInput {...text('displayName')} autoComplete="name" />
            <TextInput
              type="password"
              name="password"
              label={t('common.invitation.password')}
              description={t('common.invitation.passwordHint')}
              autoComplete="new-password"
              required
              withAsterisk={false}
            />
            <ErrorNotice error={accept.error} />
            <Button type="submit" loading={accept.isPending}>
              {t('common.invitation.submit')}
            </Button>
            <Link to="/">{t('common.invitation.haveAccount')}</Link>
          </Stack>
        </form>
      </Page>
    </div>
  )
}
