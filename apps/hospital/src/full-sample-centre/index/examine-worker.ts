// Holds studies against the rules, on a thread of its own that has no key and no database.
import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import type { QualityPassport, RuleSet } from '@assay/contracts'
import { startImageDecoders } from '@assay/formats'
import { examineStudy, type IntegrationSubject } from '@assay/governance'
import { type BlobStore, openBlobStore, openPacks, packedBlobStore } from '@assay/store'
import { workerData } from 'piscina'
import type { PackedBlobRow, StudyRow } from '../full-sample-tables.ts'
import { integrationOf, type Surroundings } from './integration-subject.ts'
import type { SeriesWithFiles } from './study-manifest.ts'
import { subjectOf } from './study-subject.ts'

/** A study to be held against the rules, with all that the database says of it. */
export interface ExamineTask {
  readonly study: Pick<StudyRow, 'uid' | 'category'>
  readonly series: readonly SeriesWithFiles[]
  /** Where its files lie that have none of their own. */
  readonly places: readonly PackedBlobRow[]
  readonly surroundings: Surroundings
  readonly manifestHash: string
  readonly issuedAt: string
  readonly earlier: QualityPassport | undefined
}

export interface Examined {
  readonly passport: QualityPassport
  /** What its files say of patient and examination. */
  readonly statements: IntegrationSubject['statements']
}

const { blobs: folder, ruleSets } = workerData as { blobs: string; ruleSets: readonly RuleSet[] }
const clock = () => new Date()
const loose = await openBlobStore(folder, clock, randomBytes)
const packs = await openPacks(join(folder, 'packs'), clock)
const decoders = startImageDecoders()

/** Holds one study against the rules: what is unchanged in rules and files since its earlier passport is not looked at again. */
export async function examine(task: ExamineTask): Promise<Examined> {
  const { study, series, manifestHash, issuedAt, earlier } = task
  const blobs = storeOf(task.places)
  const subject = await subjectOf({ blobs, ...decoders }, study, series, manifestHash)
  const integration = await integrationOf(blobs, task.surroundings, series, subject)
  const passport = await examineStudy({ study: subject, integration, ruleSets, issuedAt, earlier })
  return { passport, statements: integration.statements }
}

/** The node's blobs, of which only the given places in packs are known, and none is forgotten. */
function storeOf(places: readonly PackedBlobRow[]): BlobStore {
  const known = new Map(places.map((place) => [place.sha256, place]))
  return packedBlobStore(loose, packs, { find: async (sha256) => known.get(sha256), forget: async () => undefined })
}
