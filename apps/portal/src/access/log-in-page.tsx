import { session } from '@assay/contracts'
import { Button, Stack, TextInput } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { send } from '../api/request.ts'
import { useTexts } from '../app/texts.ts'
import { ErrorNotice } from '../layout/error-notice.tsx'
import { formOf } from '../layout/form-of.ts'
import { Page } from '../layout/page.tsx'

/** Logs a person in. */
export function LogInPage() {
  const { t } = useTexts()
  const queries = useQueryClient()
  const logIn = useMutation({
    mutationFn: (form: FormData) =>
      send('POST', '/api/access/session', { name: form.get('name'), password: form.get('password') }, session),
    onSuccess: ({ account }) => queries.setQueryData(['session'], account),
  })
  return (
    <div style={{ maxWidth: 420, margin: '32px auto' }} className="card">
      <Page title={t('common.logIn.title')} intro={t('common.logIn.intro')}>
        <form onSubmit={(event) => logIn.mutate(formOf(event))}>
          <Stack>
            <TextInput
              name="name"
              label={t('common.logIn.name')}
              autoComplete="username"
              required
              withAsterisk={false}
            />
            <TextInput
              type="password"
              name="password"
              label={t('common.logIn.password')}
              autoComplete="current-password"
              required
              withAsterisk={false}
            />
            <ErrorNotice error={logIn.error} />
            <Button type="submit" loading={logIn.isPending}>
              {t('common.logIn.submit')}
            </Button>
            <Link to="/invitation">{t('common.logIn.haveInvitation')}</Link>
          </Stack>
        </form>
      </Page>
    </div>
  )
}
