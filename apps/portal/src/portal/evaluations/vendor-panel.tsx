import { type EvaluationView, evaluationView } from '@assay/contracts'
import { Button, Group } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { send } from '../../api/request.ts'
import { useTexts } from '../../app/texts.ts'
import { Card } from '../../layout/card.tsx'
import { ErrorNotice } from '../../layout/error-notice.tsx'

/** What a vendor can do with a draft: change it, or submit it. */
export function VendorPanel({ evaluation }: { evaluation: EvaluationView }) {
  const { t } = useTexts()
  const queries = useQueryClient()
  const submit = useMutation({
    mutationFn: () => send('POST', `/api/evaluations/${evaluation.id}/submit`, undefined, evaluationView),
    onSettled: () => queries.invalidateQueries(),
  })
  return (
    <Card className="no-print">
      <p style={{ marginTop: 0 }}>{t('portal.evaluation.submitNote')}</p>
      <ErrorNotice error={submit.error} />
      <Group>
        <Button onClick={() => submit.mutate()} loading={submit.isPending}>
          {t('portal.evaluation.submit')}
        </Button>
        <Button variant="default" component={Link} to={`/evaluations/${evaluation.id}/draft`}>
          {t('portal.evaluation.edit')}
        </Button>
      </Group>
    </Card>
  )
}
