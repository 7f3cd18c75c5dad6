import { createHash } from 'node:crypto'
import { join } from 'node:path'
import { findCategory } from '@assay/categories'
import { type Account, AssayError, type intakeRequest, type WatchedFolder } from '@assay/contracts'
import type { z } from '@assay/http'
import { append } from '@assay/ledger'
import { inTransaction, newId } from '@assay/store'
import type { Hospital } from '../../hospital.ts'
import type { HospitalDb } from '../../hospital-tables.ts'
import type { FullSampleTables } from '../full-sample-tables.ts'
import { enterIntake } from '../pipeline/enter-intake.ts'
import { intakeFolder } from './intake-folder.ts'
import { marksOf, type RestedFile, readMarks, writeMarks } from './rested-marks.ts'
import { stampOf } from './stamp-of.ts'
import { walkFolder } from './walk-folder.ts'

type Watched = FullSampleTables['watched_folders']

/** Item under which the state of a whole folder is noted. */
const whole = '*'

/** Item under which it is noted until when what is taken in had changed. */
export const until = '*until'

/** Item under which it is noted how each file stood when the last intake began. */
const known = '*known'

/** The folders that are watched. */
export async function listWatched({ db }: Pick<Hospital, 'db'>): Promise<WatchedFolder[]> {
  const rows = await db.selectFrom('watched_folders').selectAll().orderBy('id').execute()
  return rows.map(({ names_are_neutral: namesAreNeutral, ...row }) => ({ ...row, namesAreNeutral }))
}

/** Watches a folder from now on. Throws `intake-folder-invalid`; `not-found` for a category that there isn't. */
export async function watchFolder(
  hospital: Hospital,
  account: Account,
  { folder, category, provenance, namesAreNeutral }: z.infer<typeof intakeRequest>,
): Promise<WatchedFolder> {
  if (!findCategory(category)) throw new AssayError('not-found', { what: 'category' })
  intakeFolder(hospital.intakeRoot, folder)
  const at = hospital.clock()
  const row: Watched = {
    id: newId(hospital.clock, hospital.random),
    folder,
    category,
    provenance,
    names_are_neutral: namesAreNeutral ?? provenance !== 'patients',
    since: at.toISOString(),
  }
  await inTransaction(hospital.db, async (transaction) => {
    await transaction.insertInto('watched_folders').values(row).execute()
    const subject = { watchedId: row.id, category, provenance }
    await append(transaction, { type: 'folder-watched', at, subject, actor: account.id }, hospital.random)
  })
  hospital.wakeIntake()
  return { id: row.id, folder, category, provenance, namesAreNeutral: row.names_are_neutral, since: row.since }
}

/** Watches a folder no longer; what came from it stays. Throws `not-found`. */
export async function unwatchFolder(hospital: Hospital, account: Account, id: string): Promise<void> {
  const at = hospital.clock()
  await inTransaction(hospital.db, async (transaction) => {
    const gone = await transaction.deleteFrom('watched_folders').where('id', '=', id).returning('id').execute()
    if (gone.length === 0) throw new AssayError('not-found', { what: 'watched-folder' })
    await append(
      transaction,
      { type: 'folder-unwatched', at, subject: { watchedId: id }, actor: account.id },
      hospital.random,
    )
  })
}

/**
 * Looks at the watched folders, and begins an intake for each in which something rests that was not there, or stood otherwise, when the last one
 * began; that something has gone begins none. What changed since the look before (it is still being copied, or is never done, as a log) is
 * left to a later look and keeps nothing waiting.
 */
export function folderWatch(hospital: Hospital) {
  /** The latest change that the look before saw, by the clock of the folder's file system: what is no younger has rested since. */
  const seen = new Map<string, number>()
  return async () => {
    for (const watched of await hospital.db.selectFrom('watched_folders').selectAll().execute()) {
      const rested = seen.get(watched.id)
      const look = await lookAt(hospital, watched, rested ?? 0).catch(() => undefined)
      if (!look) continue
      seen.set(watched.id, look.latest)
      if (rested !== undefined) await beginIfNew(hospital, watched, { files: look.files, rested })
    }
  }
}

/** Everything in a folder that has rested, and the latest change of anything. */
async function lookAt({ intakeRoot }: Hospital, { folder }: Watched, rested: number) {
  const root = intakeFolder(intakeRoot, folder)
  const files: RestedFile[] = []
  let latest = 0
  for await (const { path } of walkFolder(root)) {
    const { stamp, changed } = await stampOf(join(root, path))
    latest = Math.max(latest, changed)
    if (changed <= rested) files.push({ path, stamp })
  }
  return { files, latest }
}

async function beginIfNew(
  hospital: Hospital,
  watched: Watched,
  { files, rested }: { files: readonly RestedFile[]; rested: number },
): Promise<void> {
  const state = stateOf(files)
  await inTransaction(hospital.db, async (transaction) => {
    const { running, noted } = await lastLook(transaction, watched.id)
    if (running !== null || noted === state) return
    const marks = marksOf(hospital.handleKey, files)
    const before = readMarks(await noteOf(transaction, watched.id, known))
    const isNew = marks.some((mark) => !before.has(mark))
    await note(transaction, watched.id, { [whole]: state })
    if (!isNew) return
    await note(transaction, watched.id, { [until]: String(rested), [known]: writeMarks(marks) })
    const { id: watchedId, folder: source, category, provenance, names_are_neutral: namesAreNeutral } = watched
    await enterIntake(transaction, hospital, {
      way: 'watched',
      source,
      category,
      provenance,
      namesAreNeutral,
      watchedId,
    })
  })
}

/** Paths and stamps as one hash, by which a look that sees what the one before saw ends soon. */
function stateOf(files: readonly RestedFile[]): string {
  const lines = files.map(({ path, stamp }) => `${path}\t${stamp}`)
  return createHash('sha256').update(lines.sort().join('\n')).digest('hex')
}

function lastLook(transaction: HospitalDb, watchedId: string) {
  return transaction
    .selectNoFrom(({ selectFrom }) => [
      selectFrom('intake_runs')
        .select('id')
        .where('watched_id', '=', watchedId)
        .where('state', '=', 'running')
        .limit(1)
        .as('running'),
      selectFrom('watched_files')
        .select('stamp')
        .where('watched_id', '=', watchedId)
        .where('item', '=', whole)
        .as('noted'),
    ])
    .executeTakeFirstOrThrow()
}

async function noteOf(transaction: HospitalDb, watchedId: string, item: string): Promise<string> {
  const row = await transaction
    .selectFrom('watched_files')
    .select('stamp')
    .where('watched_id', '=', watchedId)
    .where('item', '=', item)
    .executeTakeFirst()
  return row?.stamp ?? ''
}

async function note(transaction: HospitalDb, watched_id: string, notes: Readonly<Record<string, string>>) {
  await transaction
    .insertInto('watched_files')
    .values(Object.entries(notes).map(([item, stamp]) => ({ watched_id, item, stamp })))
    .onConflict((conflict) =>
      conflict.columns(['watched_id', 'item']).doUpdateSet((build) => ({ stamp: build.ref('excluded.stamp') })),
    )
    .execute()
}
