import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sha256 } from '@assay/signing'
import { newId, openBlobStore } from '@assay/store'
import { openTestStore } from '@assay/store/testing'
import { afterAll, expect, it } from 'vitest'
import { type HospitalTables, hospitalMigrations } from '../../hospital-tables.ts'
import { hashVoxels } from './hash-voxels.ts'

const folder = mkdtempSync(join(tmpdir(), 'assay-voxels-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))
const clock = () => new Date()
const voxels = Buffer.from(Array.from({ length: 16 }, (_, i) => i))
const header = 'ObjectType = Image\nNDims = 3\nDimSize = 2 2 2\nElementType = MET_SHORT\nElementDataFile = LOCAL\n'

it('gives volumes of earlier versions the hash of their voxels, and one whose copy is lost that of its file', async () => {
  const store = await openTestStore<HospitalTables>(hospitalMigrations)
  const { db } = store
  const blobs = await openBlobStore(join(folder, 'blobs'), clock, randomBytes)
  const { sha256: whole } = await blobs.put(Buffer.concat([Buffer.from(header), voxels]))
  const lost = sha256('lost')
  const series = await enterSeries(db)
  const instance = (uid: string, hash: string) => ({
    series_id: series,
    uid,
    role: 'instance' as const,
    sha256: hash,
    pixel_sha256: null,
    size: 1,
  })
  await db
    .insertInto('instances')
    .values([instance('image.mha', whole), instance('image.nii', lost), instance('1.2.3', sha256('no pixels'))])
    .execute()
  await hashVoxels({ db, blobs }, new AbortController().signal)
  const rows = await db.selectFrom('instances').select(['uid', 'pixel_sha256']).orderBy('uid').execute()
  expect(rows).toEqual([
    { uid: '1.2.3', pixel_sha256: null },
    { uid: 'image.mha', pixel_sha256: sha256(voxels) },
    { uid: 'image.nii', pixel_sha256: lost },
  ])
  await store.close()
})

async function enterSeries(db: Awaited<ReturnType<typeof openTestStore<HospitalTables>>>['db']): Promise<string> {
  const [run, study, series] = [0, 1, 2].map(() => newId(clock, randomBytes)) as [string, string, string]
  const at = clock().toISOString()
  await db
    .insertInto('intake_runs')
    .values({
      id: run,
      way: 'folder',
      source: 'a',
      category: 'brain-mri',
      provenance: 'synthetic',
      found: 1,
      bytes: 0,
      names_are_neutral: true,
      state: 'finished',
      accepted: 1,
      known: 0,
      quarantined: 0,
      started_by: null,
      started_at: at,
      changed_at: at,
      finished_at: at,
      failure: null,
      pull: null,
      watched_id: null,
    })
    .execute()
  await db
    .insertInto('studies')
    .values({
      id: study,
      uid: '1',
      patient: 'p',
      category: 'brain-mri',
      provenance: 'synthetic',
      modality: 'MR',
      manufacturer: '',
      model: '',
      body_part: '',
      study_date: '0001-01-01',
      sex: '',
      age_band: '',
      series: 1,
      instances: 3,
      bytes: 1,
      verdict: 'pending',
      intake_id: run,
      manifest_hash: null,
      passport: null,
      rules_key: null,
      counted: null,
      added_at: at,
      check_after: null,
    })
    .execute()
  await db
    .insertInto('series')
    .values({
      id: series,
      study_id: study,
      uid: '1',
      modality: 'MR',
      sop_class: '',
      manufacturer: '',
      model: '',
      body_part: '',
      description: '',
      instances: 3,
      bytes: 1,
    })
    .execute()
  return series
}
