import { findCategory } from '@assay/categories'
import { type Account, AssayError, type IntakeRun, type intakeRequest } from '@assay/contracts'
import type { z } from '@assay/http'
import { append } from '@assay/ledger'
import { inTransaction, newId } from '@assay/store'
import type { Hospital } from '../hospital.ts'
import { intakeFolder } from './intake-folder.ts'
import { viewIntakeRun } from './intake-store.ts'

/**
 * Starts to take a folder in; the work goes on in the background and survives a kill. Throws `intake-folder-invalid`,
 * `intake-patients-missing`, `patients-table-invalid`, `records-list-invalid`, `not-found` for a category that there isn't.
 */
export async function startIntake(
  hospital: Hospital,
  account: Account,
  { folder, category, provenance }: z.infer<typeof intakeRequest>,
): Promise<IntakeRun> {
  const found = findCategory(category)
  if (!found) throw new AssayError('not-found', { what: 'category' })
  const listed = found.listCases(intakeFolder(hospital.intakeRoot, folder))
  const at = hospital.clock()
  const id = newId(hospital.clock, hospital.random)
  await inTransaction(hospital.db, async (transaction) => {
    await transaction
      .insertInto('intake_runs')
      .values({
        ...{ id, folder, category, provenance, state: 'running', found: listed.length },
        ...{ started_by: account.id, started_at: at.toISOString(), finished_at: null, failure: null },
      })
      .execute()
    const subject = { intakeId: id, category, provenance, found: listed.length }
    await append(transaction, { type: 'intake-started', at, subject, actor: account.id }, hospital.random)
  })
  hospital.wakeIntake()
  return viewIntakeRun(hospital.db, id)
}
