import { deskEvaluationView } from '@assay/contracts'
import { Button, Stack } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { send } from '../../api/request.ts'
import { useTexts } from '../../app/texts.ts'
import { Card } from '../../layout/card.tsx'
import { ErrorNotice } from '../../layout/error-notice.tsx'
import { ReasonForm } from '../../layout/reason-form.tsx'

/** Sign exactly what was shown, or withhold it with a reason. */
export function ReleasePanel({ evaluationId, sha256 }: { evaluationId: string; sha256: string }) {
  const { t } = useTexts()
  const queries = useQueryClient()
  const navigate = useNavigate()
  const act = useMutation({
    mutationFn: ({ act, body }: { act: 'release' | 'withhold'; body: unknown }) =>
      send('POST', `/api/evaluations/${evaluationId}/${act}`, body, deskEvaluationView),
    onSuccess: () => navigate({ to: `/evaluations/${evaluationId}` }),
    onSettled: () => queries.invalidateQueries(),
  })
  return (
    <Card title={t('desk.release.decide')} className="no-print">
      <Stack>
        <p style={{ margin: 0 }}>{t('desk.release.signMeaning')}</p>
        <ErrorNotice error={act.error} />
        <Button
          style={{ alignSelf: 'flex-start' }}
          loading={act.isPending}
          onClick={() => act.mutate({ act: 'release', body: { sha256 } })}
        >
          {t('desk.release.sign')}
        </Button>
        <ReasonForm
          open={t('desk.release.withhold')}
          label={t('desk.release.withholdReason')}
          submit={t('desk.release.withholdSubmit')}
          onReason={(reason) => act.mutate({ act: 'withhold', body: { reason } })}
        />
      </Stack>
    </Card>
  )
}
