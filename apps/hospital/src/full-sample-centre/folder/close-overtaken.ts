import { inTransaction } from '@assay/store'
import type { Hospital } from '../../hospital.ts'
import type { IntakeRunRow } from '../full-sample-tables.ts'
import { closeEntries } from '../quarantine/close-entries.ts'

/**
 * Closes what earlier intakes of a watched folder put aside and this one looked at again: the file that was half copied then has come
 * whole, or has another fault now. What this intake put aside itself stays.
 */
export async function closeOvertaken(hospital: Hospital, run: IntakeRunRow): Promise<void> {
  for (let closed = atATime; closed === atATime; ) closed = await closeSome(hospital, run)
}

/** Entries that a statement has room for. */
const atATime = 1000

async function closeSome(hospital: Hospital, run: IntakeRunRow): Promise<number> {
  const overtaken = await inTransaction(hospital.db, async (transaction) => {
    const entries = await transaction
      .selectFrom('quarantine as entry')
      .innerJoin('intake_outcomes as outcome', 'outcome.item', 'entry.item')
      .innerJoin('intake_runs as earlier', 'earlier.id', 'entry.intake_id')
      .select(['entry.id', 'entry.files'])
      .where('outcome.intake_id', '=', run.id)
      .where('entry.state', '=', 'waiting')
      .where('entry.intake_id', '<', run.id)
      // Handles of files are the folder's own, also where one was checked again in an intake of its own; names of records are not.
      .where(({ and, or, eb }) =>
        or([
          eb('entry.what', '=', 'object'),
          and([eb('entry.what', '=', 'record'), eb('earlier.watched_id', '=', run.watched_id)]),
        ]),
      )
      .limit(atATime)
      .execute()
    await closeEntries(
      transaction,
      entries.map(({ id }) => id),
      { state: 'resolved', at: hospital.clock() },
    )
    return entries
  })
  await hospital.quarantine.remove(overtaken.flatMap(({ files }) => files.map(({ file }) => file)))
  return overtaken.length
}
