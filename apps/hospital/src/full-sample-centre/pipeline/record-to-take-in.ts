import type { CaseFile, ListedCase } from '@assay/categories'
import type { HospitalDb } from '../../hospital-tables.ts'

/** A record that was read, and how it is taken in. */
export interface RecordToTakeIn {
  readonly listed: ListedCase
  readonly files: readonly CaseFile[]
  /** Whether a steward took its annotations as they are: they are not held against the signal. */
  readonly isAccepted?: boolean
  /** What belongs into the transaction that writes its outcome down, before it. */
  readonly first?: (transaction: HospitalDb) => Promise<void>
}
