import { type EvaluationView, evaluationView } from '@assay/contracts'
import { Button, Checkbox, Stack } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { send } from '../../api/request.ts'
import { useTexts } from '../../app/texts.ts'
import { Card } from '../../layout/card.tsx'
import { ErrorNotice } from '../../layout/error-notice.tsx'
import { ReasonForm } from '../../layout/reason-form.tsx'

/** The reviewer's decision on a submitted protocol: lock it, knowing what that means, or return it with a reason. */
export function ReviewPanel({ evaluation }: { evaluation: EvaluationView }) {
  const { t } = useTexts()
  const queries = useQueryClient()
  const [confirmed, confirm] = useState(false)
  const act = useMutation({
    mutationFn: ({ act, body }: { act: 'lock' | 'return'; body?: unknown }) =>
      send('POST', `/api/evaluations/${evaluation.id}/${act}`, body, evaluationView),
    onSettled: () => queries.invalidateQueries(),
  })
  return (
    <Card title={t('portal.evaluation.lock.title')} className="no-print">
      <Stack>
        <ErrorNotice error={act.error} />
        {evaluation.acts.includes('lock') ? (
          <>
            <p style={{ margin: 0 }}>{t('portal.evaluation.lock.meaning')}</p>
            <Checkbox
              label={t('portal.evaluation.lock.confirm')}
              checked={confirmed}
              onChange={(event) => confirm(event.currentTarget.checked)}
            />
            <Button
              style={{ alignSelf: 'flex-start' }}
              disabled={!confirmed}
              loading={act.isPending}
              onClick={() => act.mutate({ act: 'lock' })}
            >
              {t('portal.evaluation.lock.submit')}
            </Button>
          </>
        ) : null}
        <ReasonForm
          open={t('portal.evaluation.lock.return')}
          label={t('portal.evaluation.lock.reason')}
          submit={t('portal.evaluation.lock.returnSubmit')}
          onReason={(reason) => act.mutate({ act: 'return', body: { reason } })}
        />
      </Stack>
    </Card>
  )
}
