import { intakeRun } from '@assay/contracts'
import { Button, Stack } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { send } from '../../../api/request.ts'
import { useTexts } from '../../../app/texts.ts'
import { ErrorNotice } from '../../../layout/error-notice.tsx'
import { formOf } from '../../../layout/form-of.ts'
import { declaredIn } from '../declared-fields.tsx'
import { FolderFields } from './folder-fields.tsx'

/** Starts an intake of one folder. */
export function FolderPanel() {
  const { t } = useTexts()
  const queries = useQueryClient()
  const start = useMutation({
    mutationFn: (form: FormData) => send('POST', '/api/intake', declaredIn(form), intakeRun),
    onSettled: () => queries.invalidateQueries(),
  })
  return (
    <form onSubmit={(event) => start.mutate(formOf(event))}>
      <Stack maw={560}>
        <p style={{ margin: 0 }}>{t('waysIn.folder.about')}</p>
        <FolderFields />
        <ErrorNotice error={start.error} />
        <Button type="submit" loading={start.isPending} style={{ alignSelf: 'flex-start' }}>
          {t('desk.intake.submit')}
        </Button>
      </Stack>
    </form>
  )
}
