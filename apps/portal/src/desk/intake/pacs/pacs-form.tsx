import { pacsSettings } from '@assay/contracts'
import { Button, Stack, Textarea, TextInput } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { send } from '../../../api/request.ts'
import { useTexts } from '../../../app/texts.ts'
import { ErrorNotice } from '../../../layout/error-notice.tsx'
import { formOf } from '../../../layout/form-of.ts'
import { DeclaredFields } from '../declared-fields.tsx'

/** Notes a PACS that may be asked, or changes the one of that name. */
export function PacsForm() {
  const { t } = useTexts()
  const queries = useQueryClient()
  const save = useMutation({
    mutationFn: (form: FormData) => {
      const { addresses, ...rest } = Object.fromEntries(form.entries())
      const lines = String(addresses).split(/[\s,]+/)
      return send('PUT', '/api/pacs', { ...rest, addresses: lines.filter((one) => one !== '') }, pacsSettings)
    },
    onSettled: () => queries.invalidateQueries(),
  })
  const field = { required: true, withAsterisk: false }
  return (
    <form onSubmit={(event) => save.mutate(formOf(event))}>
      <Stack maw={560}>
        <TextInput
          name="name"
          label={t('waysIn.pull.name')}
          description={t('waysIn.pull.nameHint')}
          pattern="[a-z0-9]+(-[a-z0-9]+)*"
          {...field}
        />
        <TextInput
          name="url"
          type="url"
          label={t('waysIn.pull.url')}
          description={t('waysIn.pull.urlHint')}
          {...field}
        />
        <Textarea
          name="addresses"
          label={t('waysIn.pull.addresses')}
          description={t('waysIn.pull.addressesHint')}
          autosize
          minRows={2}
          {...field}
        />
        <DeclaredFields />
        <p className="quiet" style={{ margin: 0 }}>
          {t('waysIn.pull.secrets')}
        </p>
        <ErrorNotice error={save.error} />
        <Button type="submit" variant="default" loading={save.isPending} style={{ alignSelf: 'flex-start' }}>
          {t('waysIn.pull.save')}
        </Button>
        <p role="status" style={{ margin: 0 }}>
          {save.isSuccess ? t('waysIn.pull.saved') : null}
        </p>
      </Stack>
    </form>
  )
}
