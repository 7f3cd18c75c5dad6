import { findCategory } from '@assay/categories'
import { append } from '@assay/ledger'
import { inTransaction } from '@assay/store'
import type { Hospital } from '../hospital.ts'
import type { IntakeRunRow } from './full-sample-tables.ts'
import { intakeFolder } from './intake-folder.ts'
import { listRunningIntakes } from './intake-store.ts'
import { takeCaseIn } from './take-case-in.ts'

/** Takes in whatever waits, again and again, until `signal` aborts. Goes on after a kill with the cases not done. */
export async function runIntakes(
  hospital: Hospital,
  { wait, signal }: { wait: () => Promise<void>; signal: AbortSignal },
): Promise<void> {
  while (!signal.aborted) {
    for (const run of await listRunningIntakes(hospital.db)) {
      if (signal.aborted) return
      await carryOut(hospital, run, signal)
    }
    await wait()
  }
}

async function carryOut(hospital: Hospital, run: IntakeRunRow, signal: AbortSignal): Promise<void> {
  try {
    const folder = intakeFolder(hospital.intakeRoot, run.folder)
    const category = findCategory(run.category)!
    const done = new Set(await namesDone(hospital, run.id))
    for (const listed of category.listCases(folder)) {
      if (signal.aborted) return
      if (!done.has(listed.name)) await takeCaseIn(hospital, run, category, listed, folder)
    }
    await finish(hospital, run, 'finished')
  } catch (error) {
    hospital.log.error({ intake: run.id, error: (error as Error).name }, 'intake failed')
    await finish(hospital, run, 'failed')
  }
}

async function namesDone({ db }: Hospital, intakeId: string): Promise<string[]> {
  const rows = await db.selectFrom('intake_outcomes').select('name').where('intake_id', '=', intakeId).execute()
  return rows.map(({ name }) => name)
}

async function finish(hospital: Hospital, { id }: IntakeRunRow, state: 'finished' | 'failed'): Promise<void> {
  const at = hospital.clock()
  await inTransaction(hospital.db, async (transaction) => {
    const changed = { state, finished_at: at.toISOString() }
    await transaction.updateTable('intake_runs').set(changed).where('id', '=', id).execute()
    await append(transaction, { type: `intake-${state}`, at, subject: { intakeId: id } }, hospital.random)
  })
}
