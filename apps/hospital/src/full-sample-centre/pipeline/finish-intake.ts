import type { ErrorParameters } from '@assay/contracts'
import { append } from '@assay/ledger'
import { inTransaction, jsonb } from '@assay/store'
import type { Hospital } from '../../hospital.ts'
import type { IntakeRunRow } from '../full-sample-tables.ts'
import { checkStudies } from '../index/check-studies.ts'

interface Failure {
  code: string
  parameters: ErrorParameters
}

/** Checks what studies the intake brought, and finishes it: what it brought can be used from now on. */
export async function finishIntake(hospital: Hospital, run: IntakeRunRow, signal: AbortSignal): Promise<void> {
  await checkStudies(hospital, { intakeId: run.id }, signal)
  if (!signal.aborted) await end(hospital, run, 'finished', null)
}

/** Ends an intake that can't be taken in at all. */
export function failIntake(hospital: Hospital, run: IntakeRunRow, failure: Failure): Promise<void> {
  return end(hospital, run, 'failed', failure)
}

/** Notes what interrupted an intake, which is tried again. */
export async function noteInterruption({ db }: Hospital, { id }: IntakeRunRow, failure: Failure): Promise<void> {
  await db
    .updateTable('intake_runs')
    .set({ failure: jsonb(failure) })
    .where('id', '=', id)
    .execute()
}

/** What came in between, over the network, keeps the intake open. */
async function end(
  hospital: Hospital,
  { id }: IntakeRunRow,
  state: 'finished' | 'failed',
  failure: Failure | null,
): Promise<void> {
  const at = hospital.clock()
  await inTransaction(hospital.db, async (transaction) => {
    const ended = await transaction
      .updateTable('intake_runs')
      .set({ state, finished_at: at.toISOString(), failure: failure && jsonb(failure) })
      .where('id', '=', id)
      .where('state', '=', 'running')
      .where(({ not, exists, selectFrom }) => not(exists(selectFrom('inbox').select('id').where('intake_id', '=', id))))
      .returning('id')
      .execute()
    if (ended.length === 0) return
    await append(transaction, { type: `intake-${state}`, at, subject: { intakeId: id } }, hospital.random)
  })
}
