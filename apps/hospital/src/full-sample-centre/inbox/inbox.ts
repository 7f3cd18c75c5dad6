import { mkdir, open, readdir, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { Clock, Provenance, Random } from '@assay/contracts'
import { inTransaction, jsonb, newId } from '@assay/store'
import type { HospitalDb } from '../../hospital-tables.ts'
import type { InboxRow } from '../full-sample-tables.ts'
import type { StatedPatient } from '../pipeline/stated-patient.ts'
import { createGroupCommit } from './group-commit.ts'
import { noteSenders } from './note-senders.ts'
import { openIntakeOf } from './open-intake.ts'

/** Something that was received, in a draft of the inbox. */
interface Received {
  readonly draft: string
  /** The draft of the file with its voxels, of an image that is in two files. */
  readonly voxels?: string | undefined
  readonly size: number
  /** The neutral handle of what it is: the same bytes of the same object have the same. */
  readonly item: string
  /** Whose it is, where somebody said it when it first came. */
  readonly patient?: StatedPatient | undefined
  /** The intake that it belongs to; or the called title, whose open intake takes it. */
  readonly intake:
    | { readonly id: string }
    | { readonly title: string; readonly category: string; readonly provenance: Provenance; readonly peer: string }
}

/** Where received objects lie between their acknowledgement and their outcome. They may name patients: only the node reads here. */
export interface Inbox {
  /** A path for an object while it comes in. */
  readonly newDraft: () => string
  /**
   * Resolves once the object is on the disk and in the database: only then may it be acknowledged. Objects that come at the
   * same time share one sync and one transaction.
   */
  readonly receive: (received: Received) => Promise<void>
  readonly pathOf: (file: string) => string
  /** Forgets the files of rows that are gone. */
  readonly remove: (rows: readonly Kept[]) => Promise<void>
}

/** Names in the inbox's folder of what was received. */
type Kept = Pick<InboxRow, 'file' | 'voxels'>

interface Surroundings {
  readonly db: HospitalDb
  readonly clock: Clock
  readonly random: Random
}

/** Opens the inbox in a folder, made if missing. What a kill left there that no row knows was never acknowledged, and goes. */
export async function openInbox(folder: string, surroundings: Surroundings): Promise<Inbox> {
  const { db, random } = surroundings
  const drafts = join(folder, 'drafts')
  await rm(drafts, { recursive: true, force: true })
  await mkdir(drafts, { recursive: true, mode: 0o700 })
  await removeUnknown(folder, db)
  const newName = () => Buffer.from(random(16)).toString('hex')
  const commit = createGroupCommit((received: readonly Received[]) => keepAll(folder, surroundings, received, newName))
  return {
    newDraft: () => join(drafts, newName()),
    receive: commit,
    pathOf: (file) => join(folder, file),
    remove: (rows) => removeAll(folder, rows),
  }
}

function filesOf({ file, voxels }: Kept): string[] {
  return voxels === null ? [file] : [file, voxels]
}

async function removeAll(folder: string, rows: readonly Kept[]): Promise<void> {
  await Promise.all(rows.flatMap(filesOf).map((file) => rm(join(folder, file), { force: true })))
}

async function removeUnknown(folder: string, db: HospitalDb): Promise<void> {
  const rows = await db.selectFrom('inbox').select(['file', 'voxels']).execute()
  const known = new Set(rows.flatMap(filesOf))
  for (const entry of await readdir(folder, { withFileTypes: true }))
    if (entry.isFile() && !known.has(entry.name)) await rm(join(folder, entry.name))
}

async function keepAll(
  folder: string,
  surroundings: Surroundings,
  received: readonly Received[],
  newName: () => string,
): Promise<void> {
  const named = received.map(({ voxels: second, ...one }) => {
    const file = newName()
    const voxels = second === undefined ? null : `${file}-voxels`
    const drafts = [[one.draft, file] as const, ...(second === undefined ? [] : [[second, `${file}-voxels`] as const])]
    return { ...one, file, voxels, drafts }
  })
  await Promise.all(
    named
      .flatMap(({ drafts }) => drafts)
      .map(async ([draft, file]) => {
        await syncPath(draft)
        await rename(draft, join(folder, file))
      }),
  )
  await syncPath(folder)
  const unwanted = await inTransaction(surroundings.db, (transaction) => enter(transaction, surroundings, named))
  await removeAll(folder, unwanted)
}

/** Enters objects; gives the files of those that wait already or have their outcome: they were sent again. */
async function enter(
  transaction: HospitalDb,
  { clock, random }: Surroundings,
  received: readonly (Omit<Received, 'voxels'> & Kept)[],
): Promise<Kept[]> {
  const unwanted: Kept[] = []
  await noteSenders(transaction, clock().toISOString(), received)
  for (const { intake, item, file, voxels, size, patient } of received) {
    const id = 'id' in intake ? intake.id : await openIntakeOf(transaction, { clock, random }, intake)
    const known = await transaction
      .selectFrom('intake_outcomes')
      .select('item')
      .where('intake_id', '=', id)
      .where('item', '=', item)
      .executeTakeFirst()
    const row = {
      id: newId(clock, random),
      intake_id: id,
      item,
      file,
      voxels,
      size,
      received_at: clock().toISOString(),
    }
    const entered = known
      ? undefined
      : await transaction
          .insertInto('inbox')
          .values({ ...row, patient: patient ? jsonb(patient) : null })
          .onConflict((conflict) => conflict.columns(['intake_id', 'item']).doNothing())
          .returning('id')
          .executeTakeFirst()
    if (!entered) unwanted.push({ file, voxels })
    else
      await transaction
        .updateTable('intake_runs')
        .set((build) => ({ found: build('found', '+', 1), changed_at: clock().toISOString() }))
        .where('id', '=', id)
        .execute()
  }
  return unwanted
}

async function syncPath(path: string): Promise<void> {
  const opened = await open(path, 'r')
  try {
    await opened.sync()
  } finally {
    await opened.close()
  }
}
