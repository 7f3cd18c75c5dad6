import type { IntakeRun } from '@assay/contracts'

/** What an intake came to, as a key of its words; `waiting` of what it brought wait for a decision. */
export function meaningOf(
  { state, accepted, known, quarantined }: IntakeRun,
  waiting: number,
): 'all' | 'question' | 'part' | 'none' | 'known' | 'failed' | 'stopped' | 'running' {
  if (state !== 'finished') return state
  if (quarantined > 0) return 'part'
  if (waiting > 0) return 'question'
  if (accepted > 0) return 'all'
  return known > 0 ? 'known' : 'none'
}
