import { type Account, AssayError, type IntakeRun, type IntakeWay } from '@assay/contracts'
import { append } from '@assay/ledger'
import { inTransaction } from '@assay/store'
import type { Hospital } from '../../hospital.ts'
import { forgetArchive } from '../upload/upload-places.ts'
import { viewIntakeRun } from './intake-store.ts'

/** What was received over the network was acknowledged and is taken in: a listener is switched off instead. */
const stoppable: readonly IntakeWay[] = ['folder', 'watched', 'upload', 'pull']

/**
 * A steward stops an intake: what was taken in stays, the rest is left where it is. The act enters the ledger. Throws
 * `not-found`; `state-conflict` for one that has ended or that can't be stopped.
 */
export async function stopIntake(hospital: Hospital, account: Account, id: string): Promise<IntakeRun> {
  const at = hospital.clock()
  await inTransaction(hospital.db, async (transaction) => {
    const run = await transaction
      .selectFrom('intake_runs')
      .select(['state', 'way'])
      .where('id', '=', id)
      .forUpdate()
      .executeTakeFirst()
    if (!run) throw new AssayError('not-found', { what: 'intake' })
    if (run.state !== 'running' || !stoppable.includes(run.way))
      throw new AssayError('state-conflict', { what: 'intake', state: run.state })
    await transaction
      .updateTable('intake_runs')
      .set({ state: 'stopped', finished_at: at.toISOString(), failure: null })
      .where('id', '=', id)
      .execute()
    await append(
      transaction,
      { type: 'intake-stopped', at, subject: { intakeId: id }, actor: account.id },
      hospital.random,
    )
  })
  hospital.wakeIntake()
  return viewIntakeRun(hospital, id)
}

/** Forgets what a stopped intake had received and not taken in yet: it is still where it came from. */
export async function clearStopped(hospital: Pick<Hospital, 'db' | 'inbox' | 'directory'>, id: string): Promise<void> {
  const { db, inbox } = hospital
  const rows = await db.deleteFrom('inbox').where('intake_id', '=', id).returning(['file', 'voxels']).execute()
  await inbox.remove(rows)
  await db.deleteFrom('pulled_series').where('intake_id', '=', id).execute()
  await forgetArchive(hospital, id)
}

/** Clears what a kill left of stopped intakes. */
export async function clearAllStopped(hospital: Pick<Hospital, 'db' | 'inbox' | 'directory'>): Promise<void> {
  const rows = await hospital.db
    .selectFrom('inbox')
    .innerJoin('intake_runs', 'intake_runs.id', 'inbox.intake_id')
    .select('intake_runs.id')
    .distinct()
    .where('intake_runs.state', '=', 'stopped')
    .execute()
  for (const { id } of rows) await clearStopped(hospital, id)
}
