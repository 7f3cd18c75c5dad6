import { rm } from 'node:fs/promises'
import type { Hospital } from '../../hospital.ts'
import { takeAllBelow } from '../folder/take-folder-in.ts'
import type { IntakeRunRow } from '../full-sample-tables.ts'
import { finishIntake } from '../pipeline/finish-intake.ts'
import { unpackSet } from './unpack-set.ts'
import { archiveOf, unpackedOf } from './upload-places.ts'

/**
 * Unpacks an uploaded set and takes it in. The archive stays until the intake ends: after a kill it is unpacked again, and what
 * has its outcome is not taken in twice.
 */
export async function takeUploadIn(hospital: Hospital, run: IntakeRunRow, signal: AbortSignal): Promise<void> {
  const [archive, unpacked] = [archiveOf(hospital, run.id), unpackedOf(hospital, run.id)]
  await rm(unpacked, { recursive: true, force: true })
  try {
    await unpackSet(archive, unpacked)
    await takeAllBelow(hospital, run, unpacked, signal)
  } finally {
    await rm(unpacked, { recursive: true, force: true })
  }
  if (signal.aborted) return
  await finishIntake(hospital, run, signal)
  if (!signal.aborted) await rm(archive, { force: true })
}
