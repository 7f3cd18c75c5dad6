import type { Hospital } from '../../hospital.ts'
import type { InboxRow, IntakeRunRow } from '../full-sample-tables.ts'
import { finishIntake } from '../pipeline/finish-intake.ts'
import { takeObjectsIn } from '../pipeline/take-objects-in.ts'

const groupSize = 128

/** A listener's intake ends when nothing has come for so long; what comes later begins another. */
const quietMilliseconds = 10_000

/** Takes in what a listener has received, and finishes its intake once nothing more comes. */
export async function takeReceivedIn(hospital: Hospital, run: IntakeRunRow, signal: AbortSignal): Promise<void> {
  await emptyInbox(hospital, run, signal)
  const { changed_at } = await hospital.db
    .selectFrom('intake_runs')
    .select('changed_at')
    .where('id', '=', run.id)
    .executeTakeFirstOrThrow()
  const isQuiet = hospital.clock().getTime() - Date.parse(changed_at) >= quietMilliseconds
  if (isQuiet && !signal.aborted) await finishIntake(hospital, run, signal)
}

/** Takes in everything of an intake that waits in the inbox. */
export async function emptyInbox(hospital: Hospital, run: IntakeRunRow, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    const rows = await hospital.db
      .selectFrom('inbox')
      .selectAll()
      .where('intake_id', '=', run.id)
      .orderBy('id')
      .limit(groupSize)
      .execute()
    if (rows.length === 0) return
    await takeObjectsIn(hospital, run, rows.map(unitOf(hospital, run.category)))
  }
}

function unitOf({ inbox }: Hospital, category: string) {
  return (row: InboxRow) => ({
    item: row.item,
    name: row.item,
    path: inbox.pathOf(row.file),
    inboxId: row.id,
    category,
    voxels: row.voxels === null ? undefined : inbox.pathOf(row.voxels),
    patient: row.patient ?? undefined,
  })
}
