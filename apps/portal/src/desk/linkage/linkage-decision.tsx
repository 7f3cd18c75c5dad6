import { type DeskLinkage, deskLinkage } from '@assay/contracts'
import { Button, Group, Title } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { z } from 'zod'
import { send } from '../../api/request.ts'
import { useTexts } from '../../app/texts.ts'
import { ErrorNotice } from '../../layout/error-notice.tsx'
import { ReasonForm } from '../../layout/reason-form.tsx'

/** The steward joins with the members that are shown, or declines with a reason. */
export function LinkageDecision({ round: { roundId, membersHash } }: { round: DeskLinkage }) {
  const { t } = useTexts()
  const queries = useQueryClient()
  const act = useMutation({
    mutationFn: ({ way, body }: { way: 'join' | 'decline'; body: object }) =>
      send('POST', `/api/linkages/${roundId}/${way}`, body, z.array(deskLinkage)),
    onSettled: () => queries.invalidateQueries(),
  })
  return (
    <div className="no-print">
      <Title order={3} size="h5" mt="lg" mb="xs">
        {t('linkage.decide')}
      </Title>
      <Group gap="sm" align="flex-start">
        <Button loading={act.isPending} onClick={() => act.mutate({ way: 'join', body: { membersHash } })}>
          {t('linkage.join')}
        </Button>
        <ReasonForm
          open={t('linkage.decline')}
          label={t('linkage.declineReason')}
          submit={t('linkage.declineSubmit')}
          onReason={(reason) => act.mutate({ way: 'decline', body: { reason } })}
        />
      </Group>
      <ErrorNotice error={act.error} />
    </div>
  )
}
