import { findCategory } from '@assay/categories'
import { AssayError, type ErrorParameters, errorStatuses } from '@assay/contracts'
import { append } from '@assay/ledger'
import { inTransaction, jsonb, newId } from '@assay/store'
import type { Hospital } from '../hospital.ts'
import { logFault } from '../log-fault.ts'
import type { IntakeRunRow } from './full-sample-tables.ts'
import { intakeFolder } from './intake-folder.ts'
import { listRunningIntakes } from './intake-store.ts'
import { takeCaseIn } from './take-case-in.ts'

/** Takes in whatever waits to be taken in, until `signal` aborts. Goes on after a kill with the cases not done. */
export async function runIntakes(hospital: Hospital, signal: AbortSignal): Promise<void> {
  for (const run of await listRunningIntakes(hospital.db)) {
    if (signal.aborted) return
    await attempt(hospital, run, signal)
  }
}

/** A folder that can't be used ends the intake, with the reason. A fault of this machine is shown, and tried again. */
async function attempt(hospital: Hospital, run: IntakeRunRow, signal: AbortSignal): Promise<void> {
  try {
    await takeAllIn(hospital, run, signal)
  } catch (error) {
    const isForGood = error instanceof AssayError && errorStatuses[error.code] < 500
    if (isForGood) return finish(hospital, run, 'failed', { code: error.code, parameters: error.parameters })
    const id = newId(hospital.clock, hospital.random)
    logFault(hospital.log, error, { id, intake: run.id }, 'intake interrupted')
    await note(hospital, run, { code: 'internal-error', parameters: { id } })
  }
}

async function takeAllIn(hospital: Hospital, run: IntakeRunRow, signal: AbortSignal): Promise<void> {
  const category = findCategory(run.category)
  if (!category) throw new AssayError('not-found', { what: 'category' })
  const folder = intakeFolder(hospital.intakeRoot, run.folder)
  const listed = category.listCases(folder)
  if (listed.length !== run.found) await note(hospital, run, run.failure, listed.length)
  const done = new Set(await namesDone(hospital, run.id))
  for (const one of listed) {
    if (signal.aborted) return
    if (!done.has(one.name)) await takeCaseIn(hospital, run, category, one, folder)
  }
  await finish(hospital, run, 'finished', null)
}

async function namesDone({ db }: Hospital, intakeId: string): Promise<string[]> {
  const rows = await db.selectFrom('intake_outcomes').select('name').where('intake_id', '=', intakeId).execute()
  return rows.map(({ name }) => name)
}

interface Failure {
  code: string
  parameters: ErrorParameters
}

async function note({ db }: Hospital, run: IntakeRunRow, failure: Failure | null, found = run.found): Promise<void> {
  const changed = { found, failure: failure && jsonb(failure) }
  await db.updateTable('intake_runs').set(changed).where('id', '=', run.id).execute()
}

async function finish(
  hospital: Hospital,
  { id }: IntakeRunRow,
  state: 'finished' | 'failed',
  failure: Failure | null,
): Promise<void> {
  const at = hospital.clock()
  await inTransaction(hospital.db, async (transaction) => {
    const changed = { state, finished_at: at.toISOString(), failure: failure && jsonb(failure) }
    await transaction.updateTable('intake_runs').set(changed).where('id', '=', id).execute()
    await append(transaction, { type: `intake-${state}`, at, subject: { intakeId: id } }, hospital.random)
  })
}
