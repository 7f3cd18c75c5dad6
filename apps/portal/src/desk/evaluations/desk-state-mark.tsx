import type { HospitalEvaluationState } from '@assay/contracts'
import { useTexts } from '../../app/texts.ts'
import { StateMark, type Tone } from '../../layout/state-mark.tsx'

const tones: Record<HospitalEvaluationState, Tone> = {
  asked: 'open',
  approved: 'good',
  refused: 'bad',
  running: 'busy',
  scored: 'open',
  released: 'good',
  withheld: 'bad',
  ended: 'quiet',
}

/** The state of an evaluation at this hospital. */
export function DeskStateMark({ state }: { state: HospitalEvaluationState }) {
  const { t } = useTexts()
  return <StateMark tone={tones[state]}>{t(`desk.state.${state}`)}</StateMark>
}
