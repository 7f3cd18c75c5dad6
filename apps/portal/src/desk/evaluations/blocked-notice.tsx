import { type DeskEvaluation, errorBody } from '@assay/contracts'
import { errorText } from '@assay/messages'
import { Alert } from '@mantine/core'
import { useTexts } from '../../app/texts.ts'

/** Why an evaluation can't go on, in the words of the error. */
export function BlockedNotice({ blockedBy }: Pick<DeskEvaluation, 'blockedBy'>) {
  const { t, language } = useTexts()
  if (!blockedBy) return null
  const known = errorBody.safeParse({ error: blockedBy })
  return (
    <Alert color="red" variant="light" role="alert" mb="md" title={`⚠ ${t('desk.evaluation.blocked')}`}>
      {known.success ? errorText(language, known.data.error) : blockedBy.code}
    </Alert>
  )
}
