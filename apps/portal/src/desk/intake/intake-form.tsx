import { intakeRun, provenance } from '@assay/contracts'
import { Button, Group, NativeSelect, TextInput } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { send } from '../../api/request.ts'
import { categoryChoices } from '../../app/term-of.ts'
import { useTexts } from '../../app/texts.ts'
import { Card } from '../../layout/card.tsx'
import { ErrorNotice } from '../../layout/error-notice.tsx'
import { formOf } from '../../layout/form-of.ts'

/** Starts an intake of one folder. */
export function IntakeForm() {
  const { t } = useTexts()
  const queries = useQueryClient()
  const start = useMutation({
    mutationFn: (form: FormData) => send('POST', '/api/intake', Object.fromEntries(form.entries()), intakeRun),
    onSettled: () => queries.invalidateQueries(),
  })
  return (
    <Card title={t('desk.intake.start')} className="no-print">
      <form onSubmit={(event) => start.mutate(formOf(event))}>
        <Group align="flex-end">
          <TextInput
            name="folder"
            label={t('desk.intake.folder')}
            description={t('desk.intake.folderHint')}
            required
            withAsterisk={false}
            defaultValue="."
            miw={300}
          />
          <NativeSelect name="category" label={t('desk.intake.category')} data={categoryChoices(t)} />
          <NativeSelect
            name="provenance"
            label={t('desk.intake.provenance')}
            required
            withAsterisk={false}
            data={[
              { value: '', label: t('common.choose') },
              ...provenance.options.map((value) => ({ value, label: t(`common.provenance.${value}`) })),
            ]}
          />
          <Button type="submit" loading={start.isPending}>
            {t('desk.intake.submit')}
          </Button>
        </Group>
        <ErrorNotice error={start.error} />
      </form>
    </Card>
  )
}
