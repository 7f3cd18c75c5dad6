import { errorBody, type IntakeRun } from '@assay/contracts'
import { errorText } from '@assay/messages'
import { useTexts } from '../../../app/texts.ts'

/** What an intake failed by, or was interrupted by. */
export function Interruption({ run: { failure, state } }: { run: IntakeRun }) {
  const { t, language } = useTexts()
  if (!failure) return null
  const known = errorBody.safeParse({ error: failure })
  const words = known.success ? errorText(language, known.data.error) : failure.code
  return (
    <p style={{ margin: '6px 0 0' }}>
      <span aria-hidden="true">⚠ </span>
      {state === 'running' ? `${t('waysIn.running.interrupted')} ` : null}
      {words}
    </p>
  )
}
