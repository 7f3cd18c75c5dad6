import { deskEvaluationView } from '@assay/contracts'
import { Button, Stack } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { send } from '../../api/request.ts'
import { useTexts } from '../../app/texts.ts'
import { Card } from '../../layout/card.tsx'
import { ErrorNotice } from '../../layout/error-notice.tsx'
import { ReasonForm } from '../../layout/reason-form.tsx'

/** The steward's answer to a request. */
export function ApprovalPanel({ evaluationId }: { evaluationId: string }) {
  const { t } = useTexts()
  const queries = useQueryClient()
  const act = useMutation({
    mutationFn: ({ act, body }: { act: 'approve' | 'refuse'; body?: unknown }) =>
      send('POST', `/api/evaluations/${evaluationId}/${act}`, body, deskEvaluationView),
    onSettled: () => queries.invalidateQueries(),
  })
  return (
    <Card title={t('desk.evaluation.decide')} className="no-print">
      <Stack>
        <p style={{ margin: 0 }}>{t('desk.evaluation.approveMeaning')}</p>
        <ErrorNotice error={act.error} />
        <Button
          style={{ alignSelf: 'flex-start' }}
          loading={act.isPending}
          onClick={() => act.mutate({ act: 'approve' })}
        >
          {t('desk.evaluation.approve')}
        </Button>
        <ReasonForm
          open={t('desk.evaluation.refuse')}
          label={t('desk.evaluation.refuseReason')}
          submit={t('desk.evaluation.refuseSubmit')}
          onReason={(reason) => act.mutate({ act: 'refuse', body: { reason } })}
        />
      </Stack>
    </Card>
  )
}
