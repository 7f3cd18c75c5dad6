import { type Quarantined, quarantined } from '@assay/contracts'
import { Button, Group } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { send } from '../../api/request.ts'
import { useTexts } from '../../app/texts.ts'
import { ErrorNotice } from '../../layout/error-notice.tsx'
import { ReasonForm } from '../../layout/reason-form.tsx'

interface Act {
  readonly act: 'accept' | 'discard' | 'recheck'
  readonly reason?: string
}

/** What a steward may do with something in quarantine: accept it where that is possible, check it again, discard it. */
export function QuarantineActs({ entry: { id, what, acceptable } }: { entry: Quarantined }) {
  const { t } = useTexts()
  const queries = useQueryClient()
  const doing = useMutation({
    mutationFn: ({ act, reason }: Act) =>
      send('POST', `/api/quarantine/${id}/${act}`, reason === undefined ? undefined : { reason }, quarantined),
    onSettled: () => queries.invalidateQueries(),
  })
  const discardWords = what === 'object' ? 'kept' : what
  return (
    <div className="no-print">
      {acceptable ? null : (
        <p className="quiet">
          {t(what === 'record' ? 'fullSample.quarantine.again' : 'fullSample.quarantine.notAcceptable')}
        </p>
      )}
      <Group gap="sm" align="flex-start" mt="sm">
        {acceptable ? (
          <ReasonForm
            open={t('fullSample.quarantine.accept')}
            label={t('fullSample.quarantine.acceptReason')}
            submit={t('fullSample.quarantine.acceptSubmit')}
            onReason={(reason) => doing.mutate({ act: 'accept', reason })}
          />
        ) : null}
        {what === 'record' ? null : (
          <Button variant="default" loading={doing.isPending} onClick={() => doing.mutate({ act: 'recheck' })}>
            {t('fullSample.quarantine.recheck')}
          </Button>
        )}
        <ReasonForm
          open={t('fullSample.quarantine.discard')}
          label={t(`fullSample.quarantine.discardReason.${discardWords}`)}
          submit={t('fullSample.quarantine.discardSubmit')}
          onReason={(reason) => doing.mutate({ act: 'discard', reason })}
        />
      </Group>
      <ErrorNotice error={doing.error} />
      {doing.isSuccess && doing.variables.act === 'recheck' ? (
        <p role="status">{t('fullSample.quarantine.rechecked')}</p>
      ) : null}
    </div>
  )
}
