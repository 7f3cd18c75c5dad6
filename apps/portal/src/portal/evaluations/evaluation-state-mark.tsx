import type { EvaluationState, Verdict } from '@assay/contracts'
import { useTexts } from '../../app/texts.ts'
import { StateMark, type Tone } from '../../layout/state-mark.tsx'

const tones: Record<EvaluationState, Tone> = {
  draft: 'quiet',
  submitted: 'busy',
  returned: 'open',
  locked: 'busy',
  running: 'busy',
  decided: 'good',
  ended: 'quiet',
}
const verdictTones: Record<Verdict, Tone> = {
  met: 'good',
  'not-met': 'bad',
  inconclusive: 'open',
  'not-assessable': 'open',
}

/** The state of an evaluation; once decided, its verdict. */
export function EvaluationStateMark({ state, verdict }: { state: EvaluationState; verdict: Verdict | null }) {
  const { t } = useTexts()
  if (verdict) return <StateMark tone={verdictTones[verdict]}>{t(`common.verdict.${verdict}`)}</StateMark>
  return <StateMark tone={tones[state]}>{t(`portal.state.${state}`)}</StateMark>
}
