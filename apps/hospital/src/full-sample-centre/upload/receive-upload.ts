import { open, rename, rm } from 'node:fs/promises'
import { findCategory } from '@assay/categories'
import { type Account, AssayError, type IntakeRun, type Provenance } from '@assay/contracts'
import { newId } from '@assay/store'
import type { Hospital } from '../../hospital.ts'
import { writeObject } from '../inbox/write-object.ts'
import { beginIntake } from '../pipeline/begin-intake.ts'
import { archiveOf, uploadsOf } from './upload-places.ts'

/** Largest prepared set taken over HTTP. */
export const mostUploadBytes = 64 * 2 ** 30

/**
 * Receives a prepared set as it comes; it is on the disk before its intake begins, and unpacked afterwards. Throws `not-found`
 * for a category that there isn't, `too-large`.
 */
export async function receiveUpload(
  hospital: Hospital,
  account: Account,
  declared: { category: string; provenance: Provenance; namesAreNeutral?: boolean | undefined },
  bytes: AsyncIterable<Uint8Array>,
): Promise<IntakeRun> {
  if (!findCategory(declared.category)) throw new AssayError('not-found', { what: 'category' })
  const id = newId(hospital.clock, hospital.random)
  const draft = `${archiveOf(hospital, id)}.draft`
  const archive = archiveOf(hospital, id)
  await writeObject(draft, bytes, mostUploadBytes)
  try {
    await sync(draft)
    await rename(draft, archive)
    await sync(uploadsOf(hospital))
    return await beginIntake(hospital, { id, way: 'upload', source: 'upload', account, ...declared })
  } catch (error) {
    await rm(archive, { force: true })
    throw error
  }
}

async function sync(path: string): Promise<void> {
  const file = await open(path, 'r')
  try {
    await file.sync()
  } finally {
    await file.close()
  }
}
