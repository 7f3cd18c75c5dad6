import { createHash } from 'node:crypto'
import { join } from 'node:path'
import { findCategory } from '@assay/categories'
import { type Account, AssayError, type intakeRequest, type WatchedFolder } from '@assay/contracts'
import type { z } from '@assay/http'
import { append } from '@assay/ledger'
import { inTransaction, newId } from '@assay/store'
import type { Hospital } from '../../hospital.ts'
import type { FullSampleTables } from '../full-sample-tables.ts'
import { enterIntake } from '../pipeline/enter-intake.ts'
import { intakeFolder } from './intake-folder.ts'
import { stampOf } from './stamp-of.ts'
import { walkFolder } from './walk-folder.ts'

type Watched = FullSampleTables['watched_folders']

/** Item under which the state of a whole folder is noted. */
const whole = '*'

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
    ...{ id: newId(hospital.clock, hospital.random), folder, category, provenance },
    ...{ names_are_neutral: namesAreNeutral ?? provenance !== 'patients', since: at.toISOString() },
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
 * Looks at the watched folders, and begins an intake for each that holds something else than when it was last taken in and has
 * not changed between two looks: a file that is still being copied changes.
 */
export function folderWatch(hospital: Hospital) {
  const lastLook = new Map<string, string>()
  return async () => {
    for (const watched of await hospital.db.selectFrom('watched_folders').selectAll().execute()) {
      const state = await stateOf(hospital, watched).catch(() => undefined)
      const isStill = state !== undefined && lastLook.get(watched.id) === state
      if (state !== undefined) lastLook.set(watched.id, state)
      if (isStill) await beginIfChanged(hospital, watched, state)
    }
  }
}

/** Over names, sizes and times of change of everything in a folder. */
async function stateOf({ intakeRoot }: Hospital, { folder }: Watched): Promise<string> {
  const root = intakeFolder(intakeRoot, folder)
  const lines: string[] = []
  for await (const path of walkFolder(root)) lines.push(`${path}\t${await stampOf(join(root, path))}`)
  return lines.length === 0 ? 'empty' : createHash('sha256').update(lines.sort().join('\n')).digest('hex')
}

async function beginIfChanged(hospital: Hospital, watched: Watched, state: string): Promise<void> {
  const { id, folder: source, category, provenance, names_are_neutral: namesAreNeutral } = watched
  await inTransaction(hospital.db, async (transaction) => {
    const { running, noted } = await transaction
      .selectNoFrom(({ selectFrom }) => [
        selectFrom('intake_runs')
          .select('id')
          .where('watched_id', '=', id)
          .where('state', '=', 'running')
          .limit(1)
          .as('running'),
        selectFrom('watched_files').select('stamp').where('watched_id', '=', id).where('item', '=', whole).as('noted'),
      ])
      .executeTakeFirstOrThrow()
    if (running !== null || noted === state || (noted === null && state === 'empty')) return
    await transaction
      .insertInto('watched_files')
      .values({ watched_id: id, item: whole, stamp: state })
      .onConflict((conflict) => conflict.columns(['watched_id', 'item']).doUpdateSet({ stamp: state }))
      .execute()
    await enterIntake(transaction, hospital, {
      way: 'watched',
      source,
      category,
      provenance,
      namesAreNeutral,
      watchedId: id,
    })
  })
}
