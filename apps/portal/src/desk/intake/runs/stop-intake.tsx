import { type IntakeRun, intakeRun } from '@assay/contracts'
import { Button } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { send } from '../../../api/request.ts'
import { useTexts } from '../../../app/texts.ts'
import { ErrorNotice } from '../../../layout/error-notice.tsx'
import { sourceOf } from './source-of.ts'

/** Stops an intake. What the listener acknowledged is taken in whatever happens: that is switched off instead. */
export function StopIntake({ run }: { run: IntakeRun }) {
  const { t } = useTexts()
  const queries = useQueryClient()
  const stop = useMutation({
    mutationFn: () => send('POST', `/api/intake/${run.id}/stop`, undefined, intakeRun),
    onSettled: () => queries.invalidateQueries(),
  })
  if (run.state !== 'running' || run.way === 'listener') return null
  return (
    <>
      <Button
        variant="default"
        size="xs"
        loading={stop.isPending}
        onClick={() => stop.mutate()}
        aria-label={t('waysIn.running.stopOf', { source: sourceOf(run, t) })}
      >
        {t('waysIn.running.stop')}
      </Button>
      <ErrorNotice error={stop.error} />
    </>
  )
}
