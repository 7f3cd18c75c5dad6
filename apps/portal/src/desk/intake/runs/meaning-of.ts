import type { IntakeRun } from '@assay/contracts'

/** What an intake came to, as a key of its words. */
export function meaningOf({
  state,
  accepted,
  known,
  quarantined,
}: IntakeRun): 'all' | 'part' | 'none' | 'known' | 'failed' | 'stopped' | 'running' {
  if (state !== 'finished') return state
  if (quarantined > 0) return 'part'
  if (accepted > 0) return 'all'
  return known > 0 ? 'known' : 'none'
}
