import type { Clock, nodeMessageBodies, PublicIdentity, Random, RuleSet } from '@assay/contracts'
import type { DecodingPool, OutputPool, PhotographPool } from '@assay/formats'
import type { Logger } from '@assay/http'
import type { Outbound } from '@assay/link'
import type { Bench } from '@assay/runner'
import type { InstitutionKey, SigningKey } from '@assay/signing'
import type { BlobStore, Packs } from '@assay/store'
import type { AnswerWaits } from './evaluation-centre/appliances/answers/answer-waits.ts'
import type { FaultLimits } from './evaluation-centre/fault-limits.ts'
import type { RunStops } from './evaluation-centre/run-stops.ts'
import type { Inbox } from './full-sample-centre/inbox/inbox.ts'
import type { Examiner } from './full-sample-centre/index/examiner.ts'
import type { DicomListener } from './full-sample-centre/listener/dicom-listener.ts'
import type { Preparer } from './full-sample-centre/pipeline/preparer.ts'
import type { QuarantineFiles } from './full-sample-centre/quarantine/quarantine-files.ts'
import type { HospitalDb } from './hospital-tables.ts'

/** What the node's use cases stand on. */
export interface Hospital {
  readonly db: HospitalDb
  /** Folder of everything that the node keeps. */
  readonly directory: string
  readonly blobs: BlobStore
  /** Files that many blobs share: small ones that came together. */
  readonly packs: Packs
  readonly identity: PublicIdentity
  readonly key: SigningKey
  /** What pseudonyms and sealed identities are made with. It never leaves the node. */
  readonly institutionKey: InstitutionKey
  readonly clock: Clock
  readonly random: Random
  readonly log: Logger
  /** Where messages to the hub are queued. */
  readonly outbound: Outbound<typeof nodeMessageBodies>
  /** When the hub last answered, since this start of the node. */
  readonly contact: { lastHeardAt: string | null }
  /** Where devices run. */
  readonly bench: Bench
  /** How far the looks at results archives are, by evaluation. */
  readonly checking: Map<string, { done: number; total: number }>
  /** Who waits for answers of appliances. */
  readonly appliances: AnswerWaits
  /** Digest of the one device that may run without isolation; undefined outside a demonstration. */
  readonly demonstrationDevice: string | undefined
  /** Folder below which data may be taken in. */
  readonly intakeRoot: string
  /** What was received and waits to be taken in. */
  readonly inbox: Inbox
  /** What was put aside. */
  readonly quarantine: QuarantineFiles
  /** Looks at files that come in, in worker threads. */
  readonly preparer: Preparer
  /** Holds studies against the rules, in worker threads. */
  readonly examiner: Examiner
  /** Processes without keys, database or network that decode frames of pixels. */
  readonly decoding: DecodingPool
  /** The same for photographs. */
  readonly photographs: PhotographPool
  /** The same for what devices left as images. */
  readonly outputs: OutputPool
  /** Key of the neutral handles of what comes in. */
  readonly handleKey: Uint8Array
  readonly listener: DicomListener
  /** The rules that studies are held against. */
  readonly ruleSets: readonly RuleSet[]
  /** Share of the cases that are run again, to see whether they come out alike: 0 to 1. */
  readonly repeatShare: number
  /** How often what holds the devices may fail before a run stops. */
  readonly faultLimits: FaultLimits
  /** Cases run at a time. */
  readonly workers: number
  readonly version: string
  /** The node's address as its people reach it. */
  readonly publicUrl: () => string
  /** Ends runs that are no longer wanted. */
  readonly runs: RunStops
  /** Hints that there may be cases to run. */
  readonly wakeRuns: () => void
  /** Hints that a vendor's declaration is to be held against a set. */
  readonly wakeTraining: () => void
  /** Hints that there may be records to take in. */
  readonly wakeIntake: () => void
  /** Hints that a linkage may go on. */
  readonly wakeLinkage: () => void
  /** Studies that are being held against the rules, until it is done. */
  readonly studiesUnderCheck: Map<string, Promise<void>>
  /** Categories whose studies were checked since their distributions were looked at. */
  readonly changedCategories: Set<string>
  /** Hints that distributions were asked for. */
  readonly wakeDistributions: () => void
  /** Hints that the node has joined a hub. */
  readonly wakeLink: () => void
}
