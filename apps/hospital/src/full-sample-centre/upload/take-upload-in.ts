import { rm } from 'node:fs/promises'
import { AssayError } from '@assay/contracts'
import type { Hospital } from '../../hospital.ts'
import { takeAllBelow } from '../folder/take-folder-in.ts'
import type { IntakeRunRow } from '../full-sample-tables.ts'
import { finishIntake } from '../pipeline/finish-intake.ts'
import { handleOf } from '../pipeline/handle.ts'
import { quarantineUnkept } from '../pipeline/quarantine-record.ts'
import { type SpoiledEntry, unpackSet } from './unpack-set.ts'
import { archiveOf, forgetArchive, unpackedOf } from './upload-places.ts'

/**
 * Unpacks an uploaded set and takes it in. The archive stays until the intake ends: after a kill it is unpacked again, and what
 * has its outcome is not taken in twice.
 */
export async function takeUploadIn(hospital: Hospital, run: IntakeRunRow, signal: AbortSignal): Promise<void> {
  const [archive, unpacked] = [archiveOf(hospital, run.id), unpackedOf(hospital, run.id)]
  await rm(unpacked, { recursive: true, force: true })
  try {
    const spoiled = await unpackSet(archive, unpacked)
    await putSpoiledAside(hospital, run, spoiled)
    await takeAllBelow(hospital, run, unpacked, signal)
    await countSpoiled(hospital, run, spoiled.length)
  } finally {
    await rm(unpacked, { recursive: true, force: true })
  }
  if (signal.aborted) return
  await finishIntake(hospital, run, signal)
  if (!signal.aborted) await forgetArchive(hospital, run.id)
}

/** Puts entries aside that could not be unpacked, each with its reason. */
async function putSpoiledAside(hospital: Hospital, run: IntakeRunRow, spoiled: readonly SpoiledEntry[]): Promise<void> {
  for (const { entry, name: own, what } of spoiled) {
    const item = handleOf(hospital.handleKey, run.id, 'entry', String(entry))
    const name = run.names_are_neutral ? own : item
    const error = new AssayError('set-entry-unreadable', { where: name, entry, what })
    await quarantineUnkept(hospital, run, { item, name }, error)
  }
}

/** They were found, too. */
async function countSpoiled({ db }: Hospital, { id }: IntakeRunRow, spoiled: number): Promise<void> {
  if (spoiled === 0) return
  await db
    .updateTable('intake_runs')
    .set((build) => ({ found: build('found', '+', spoiled) }))
    .where('id', '=', id)
    .execute()
}
