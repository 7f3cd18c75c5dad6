import { mkdir, readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { Hospital } from '../../hospital.ts'

type Place = Pick<Hospital, 'directory'>

/** Where uploaded sets lie until they are taken in. */
export function uploadsOf({ directory }: Place): string {
  return join(directory, 'uploads')
}

/** Where the archive of an uploaded set lies. */
export function archiveOf(place: Place, intakeId: string): string {
  return join(uploadsOf(place), intakeId)
}

/** Where its files lie once it is unpacked. */
export function unpackedOf(place: Place, intakeId: string): string {
  return join(uploadsOf(place), `${intakeId}.unpacked`)
}

/** Removes what was uploaded, once its intake has ended: nobody reads it again. */
export async function forgetArchive(place: Place, intakeId: string): Promise<void> {
  await rm(archiveOf(place, intakeId), { force: true })
}

/** Makes the folder, and removes what belongs to no running intake: a kill left it, or the intake has ended. */
export async function tidyUploads(hospital: Pick<Hospital, 'directory' | 'db'>): Promise<void> {
  await mkdir(uploadsOf(hospital), { recursive: true, mode: 0o700 })
  const running = await hospital.db.selectFrom('intake_runs').select('id').where('state', '=', 'running').execute()
  const wanted = new Set(running.map(({ id }) => id))
  for (const name of await readdir(uploadsOf(hospital)))
    if (!wanted.has(name)) await rm(join(uploadsOf(hospital), name), { recursive: true, force: true })
}
