import { AssayError } from '@assay/contracts'
import { isVolume, sniffFormat, voxelHash } from '@assay/formats'
import { sql } from '@assay/store'
import type { Hospital } from '../../hospital.ts'
import type { HospitalDb } from '../../hospital-tables.ts'
import type { InstanceRow } from '../full-sample-tables.ts'

type Instance = Pick<InstanceRow, 'series_id' | 'uid' | 'sha256'>

/**
 * Gives volumes that came in before voxels were hashed apart the hash that others have. The rows say what is left, also after a kill. A copy
 * that can't be read keeps the hash of its file.
 */
export async function hashVoxels({ db, blobs }: Pick<Hospital, 'db' | 'blobs'>, signal: AbortSignal): Promise<void> {
  for (let row = await nextUnhashed(db); row && !signal.aborted; row = await nextUnhashed(db)) {
    const { series_id, uid, sha256 } = row
    const pixel_sha256 = await hashOf(blobs, row)
    await db
      .updateTable('instances')
      .set({ pixel_sha256 })
      .where((build) => build.and({ series_id, uid, sha256 }))
      .execute()
  }
}

/** In the words of the index `instances_to_hash`. */
function nextUnhashed(db: HospitalDb): Promise<Instance | undefined> {
  return db
    .selectFrom('instances')
    .select(['series_id', 'uid', 'sha256'])
    .where('pixel_sha256', 'is', null)
    .where(sql<boolean>`uid in ('image.nii', 'image.nrrd', 'image.mha')`)
    .limit(1)
    .executeTakeFirst()
}

async function hashOf(blobs: Hospital['blobs'], { uid, sha256 }: Instance): Promise<string> {
  try {
    const copy = await blobs.read(sha256)
    const format = sniffFormat(copy)
    return isVolume(format) ? voxelHash(copy, format, uid) : sha256
  } catch (error) {
    if (error instanceof AssayError) return sha256
    throw error
  }
}
