import type { ReleasedCount, WithheldReason } from '@assay/contracts'

/** A cell as it leaves, and why it is not as counted; its value as it was made, and the patients that this speaks of. */
export interface GatedCell {
  readonly leaves: ReleasedCount
  readonly reason: WithheldReason | null
  readonly made: ReleasedCount
  readonly patients: ReadonlySet<string>
}
