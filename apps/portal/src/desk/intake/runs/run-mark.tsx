import type { IntakeRun } from '@assay/contracts'
import { useTexts } from '../../../app/texts.ts'
import { StateMark } from '../../../layout/state-mark.tsx'

const tones = { running: 'busy', finished: 'good', failed: 'bad', stopped: 'quiet' } as const

/** How an intake stands. */
export function RunMark({ state }: { state: IntakeRun['state'] }) {
  const { t } = useTexts()
  return <StateMark tone={tones[state]}>{t(`desk.intake.state.${state}`)}</StateMark>
}
