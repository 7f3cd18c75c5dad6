import { findCategory } from '@assay/categories'
import { AssayError } from '@assay/contracts'
import type { Hospital } from '../../hospital.ts'
import type { HospitalDb } from '../../hospital-tables.ts'
import type { QuarantineRow } from '../full-sample-tables.ts'
import { takeFilesOfRecordIn } from '../pipeline/take-record-in.ts'
import { unpackRecord } from './record-bundle.ts'

/**
 * Takes a record in again from what the quarantine keeps of it, within its own intake: the outcome that it had gives way to the new one
 * in one transaction with what was decided. Throws `quarantine-not-kept`.
 * @param decide writes down what becomes of its entry
 */
export async function takeRecordAgain(
  hospital: Hospital,
  { intake_id, item, files: [kept] }: QuarantineRow,
  { isAccepted, decide }: { isAccepted: boolean; decide: (transaction: HospitalDb) => Promise<void> },
): Promise<void> {
  if (!kept) throw new AssayError('quarantine-not-kept')
  const run = await hospital.db
    .selectFrom('intake_runs')
    .selectAll()
    .where('id', '=', intake_id)
    .executeTakeFirstOrThrow()
  const category = findCategory(run.category)
  if (!category) throw new AssayError('not-found', { what: 'category' })
  const record = unpackRecord(await hospital.quarantine.read(kept.file))
  const first = async (transaction: HospitalDb) => {
    await decide(transaction)
    await forgetOutcome(transaction, intake_id, item)
  }
  await takeFilesOfRecordIn(hospital, run, category, { ...record, isAccepted, first })
  await hospital.quarantine.remove([kept.file])
  hospital.wakeIntake()
}

async function forgetOutcome(transaction: HospitalDb, intakeId: string, item: string): Promise<void> {
  const gone = await transaction
    .deleteFrom('intake_outcomes')
    .where('intake_id', '=', intakeId)
    .where('item', '=', item)
    .where('outcome', '=', 'quarantined')
    .returning('item')
    .execute()
  if (gone.length === 0) return
  await transaction
    .updateTable('intake_runs')
    .set((build) => ({ quarantined: build('quarantined', '-', 1) }))
    .where('id', '=', intakeId)
    .execute()
}
