import type { StudyVerdict } from '@assay/contracts'
import { useTexts } from '../../app/texts.ts'
import { StateMark, type Tone } from '../../layout/state-mark.tsx'

const tones: Record<StudyVerdict, Tone> = {
  pending: 'busy',
  accept: 'good',
  warn: 'good',
  quarantine: 'open',
  reject: 'bad',
  'accepted-by-steward': 'good',
}

/** What became of a study, or of a rule on it, by sign and words. */
export function VerdictMark({ verdict }: { verdict: StudyVerdict }) {
  const { t } = useTexts()
  return <StateMark tone={tones[verdict]}>{t(`fullSample.studies.verdictOf.${verdict}`)}</StateMark>
}
