import { type DeskEvaluation, deskEvaluationView, errorBody } from '@assay/contracts'
import { errorText } from '@assay/messages'
import { Alert, Button, Stack } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { send } from '../../api/request.ts'
import { useTexts } from '../../app/texts.ts'
import { ErrorNotice } from '../../layout/error-notice.tsx'

/** Why an evaluation can't go on, in the words of the error; a run that stopped after faults can be told to go on. */
export function BlockedNotice({ evaluationId, blockedBy }: Pick<DeskEvaluation, 'evaluationId' | 'blockedBy'>) {
  const { t, language } = useTexts()
  const queries = useQueryClient()
  const goOn = useMutation({
    mutationFn: () => send('POST', `/api/evaluations/${evaluationId}/resume`, undefined, deskEvaluationView),
    onSettled: () => queries.invalidateQueries(),
  })
  if (!blockedBy) return null
  const known = errorBody.safeParse({ error: blockedBy })
  return (
    <Alert color="red" variant="light" role="alert" mb="md" title={`⚠ ${t('desk.evaluation.blocked')}`}>
      <Stack gap="sm">
        {known.success ? errorText(language, known.data.error) : blockedBy.code}
        {blockedBy.code === 'run-halted' ? (
          <Button style={{ alignSelf: 'flex-start' }} loading={goOn.isPending} onClick={() => goOn.mutate()}>
            {t('desk.evaluation.goOn')}
          </Button>
        ) : null}
        <ErrorNotice error={goOn.error} />
      </Stack>
    </Alert>
  )
}
