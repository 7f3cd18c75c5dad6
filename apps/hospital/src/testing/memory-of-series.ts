// Prepares the slices of one series and holds them against the rules of tiers 1 and 3, and prints what is alive of it on the way, in bytes after
// a collection of garbage. Started with --expose-gc, over a folder of its own and how many slices there are.
import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import process from 'node:process'
import { examineStudy, readRuleSets } from '@assay/governance'
import { type BlobStore, openBlobStore, openPacks, packedBlobStore } from '@assay/store'
import type { PackedBlobRow } from '../full-sample-centre/full-sample-tables.ts'
import { integrationOf } from '../full-sample-centre/index/integration-subject.ts'
import { manifestHashOf, type SeriesWithFiles } from '../full-sample-centre/index/study-manifest.ts'
import { subjectOf } from '../full-sample-centre/index/study-subject.ts'
import { createCopyWriter } from '../full-sample-centre/pipeline/copy-writer.ts'
import { objectPreparer } from '../full-sample-centre/pipeline/prepare-object.ts'
import { ctSlice } from './slices.ts'

const [folder = '', count = ''] = process.argv.slice(2)
const [slices, atATime] = [Number(count), 50]
const blobs = join(folder, 'blobs')
const clock = () => new Date()
const store = await openBlobStore(blobs, clock, (size) => new Uint8Array(size))
const packs = await openPacks(join(blobs, 'packs'), clock)

function alive(): number {
  globalThis.gc!()
  const { heapUsed, external } = process.memoryUsage()
  return heapUsed + external
}

/** Writes, de-identifies and packs the slices; keeps of them what the database would. */
async function prepareAll(mark: (slice: number) => void) {
  const prepare = objectPreparer(new Uint8Array(32))
  const places: PackedBlobRow[] = []
  const entries: Extract<ReturnType<typeof prepare>, { outcome: 'prepared' }>['entry'][] = []
  for (let from = 0; from < slices; from += atATime) {
    const pack = join(blobs, 'drafts', `pack-${from}`)
    const copies = createCopyWriter(blobs, pack, () => `${pack}-alone`)
    for (let slice = from; slice < from + atATime; slice += 1) {
      const path = join(folder, 'slice.dcm')
      writeFileSync(path, ctSlice({ slice }))
      const prepared = prepare({ item: `${slice}`, path, category: 'lung-ct' }, copies)
      if (prepared.outcome === 'refused') throw new Error(prepared.code)
      entries.push(prepared.entry)
      const { start = 0, size } = prepared.written!
      places.push({ sha256: prepared.sha256, pack: basename(pack), start, size })
    }
    await copies.end()
    await packs.keep([pack])
    mark(from + atATime)
  }
  return { entries, places }
}

/** A store that tells how often it was asked for a header. */
function counting(from: BlobStore, mark: (head: number) => void): BlobStore {
  let heads = 0
  return {
    ...from,
    head: (sha256, most) => {
      heads += 1
      mark(heads)
      return from.head(sha256, most)
    },
  }
}

const marks = { prepared: new Map<number, number>(), examined: new Map<number, number>() }
const markEvery = (found: Map<number, number>) => (done: number) => {
  if (done % 500 === 0) found.set(done, alive())
}

mkdirSync(join(blobs, 'drafts'), { recursive: true })
const { entries, places } = await prepareAll(markEvery(marks.prepared))
const known = new Map(places.map((place) => [place.sha256, place]))
const packed = packedBlobStore(store, packs, {
  find: async (sha256) => known.get(sha256),
  forget: async () => undefined,
})
const [{ study, series }] = entries as [(typeof entries)[number]]
const files = entries.flatMap((entry) => entry.files.map((file) => ({ series_id: 'a', ...file })))
const all: SeriesWithFiles[] = [{ ...series, id: 'a', study_id: 'b', instances: 0, bytes: 0, files }]
const reading = { blobs: counting(packed, markEvery(marks.examined)) } as Parameters<typeof subjectOf>[0]
const about = { ...study, category: 'lung-ct' }
const subject = await subjectOf(reading, about, all, manifestHashOf(about, all))
const around = {
  patient: study.patient,
  otherNames: [],
  sharedWith: undefined,
  sameContents: [],
  contentsShared: undefined,
}
const integration = await integrationOf(packed, { ...around, stated: [] }, all, subject)
const ofPixels = new Set(['text-in-pixels', 'waveform-units', 'waveform-recording'])
const ruleSets = readRuleSets()
  .filter(({ tier }) => tier !== 2)
  .map((set) => ({ ...set, rules: set.rules.filter(({ check }) => !ofPixels.has(check)) }))
const passport = await examineStudy({ study: subject, integration, ruleSets, issuedAt: '2026-11-02T08:00:00.000Z' })
rmSync(folder, { recursive: true, force: true })
const of = (found: Map<number, number>) => Object.fromEntries(found)
const outcomes = passport.outcomes.filter(({ outcome }) => outcome !== 'not-applicable').length
process.stdout.write(JSON.stringify({ prepared: of(marks.prepared), examined: of(marks.examined), outcomes }))
