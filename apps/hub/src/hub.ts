import type { Clock, hubMessageBodies, PublicIdentity, Random } from '@assay/contracts'
import type { Outbound } from '@assay/link'
import type { SigningKey } from '@assay/signing'
import type { BlobStore } from '@assay/store'
import type { HubDb } from './hub-tables.ts'

/** What the hub's use cases stand on. */
export interface Hub {
  readonly db: HubDb
  readonly blobs: BlobStore
  readonly identity: PublicIdentity
  /** Version of the program, for reports. */
  readonly version: string
  readonly key: SigningKey
  readonly clock: Clock
  readonly random: Random
  /** Where messages to hospitals are queued. */
  readonly outbound: Outbound<typeof hubMessageBodies>
  /** The hub's address as others reach it. */
  readonly publicUrl: () => string
  /** Hints that an evaluation may wait to be decided. */
  readonly wakeDecision: () => void
}
