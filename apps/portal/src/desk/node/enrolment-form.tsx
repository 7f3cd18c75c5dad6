import { nodeStatus } from '@assay/contracts'
import { Button, Stack, TextInput } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { send } from '../../api/request.ts'
import { useTexts } from '../../app/texts.ts'
import { Card } from '../../layout/card.tsx'
import { ErrorNotice } from '../../layout/error-notice.tsx'
import { formOf } from '../../layout/form-of.ts'

/** Connects this hospital to the hub. */
export function EnrolmentForm() {
  const { t } = useTexts()
  const queries = useQueryClient()
  const enrol = useMutation({
    mutationFn: (form: FormData) => send('POST', '/api/enrolment', Object.fromEntries(form.entries()), nodeStatus),
    onSuccess: (status) => queries.setQueryData(['node'], status),
  })
  const field = (name: 'hubUrl' | 'code' | 'hubKeyId') => ({
    name,
    label: t(`desk.enrolment.${name}`),
    required: true,
    withAsterisk: false,
    autoComplete: 'off',
  })
  return (
    <Card title={t('desk.enrolment.title')}>
      <form onSubmit={(event) => enrol.mutate(formOf(event))}>
        <Stack maw={640}>
          <p style={{ margin: 0 }}>{t('desk.enrolment.intro')}</p>
          <TextInput {...field('hubUrl')} type="url" />
          <TextInput {...field('code')} />
          <TextInput {...field('hubKeyId')} pattern="[0-9a-f]{64}" />
          <ErrorNotice error={enrol.error} />
          <Button type="submit" loading={enrol.isPending} style={{ alignSelf: 'flex-start' }}>
            {t('desk.enrolment.submit')}
          </Button>
        </Stack>
      </form>
    </Card>
  )
}
