import type { IntakeRun } from '@assay/contracts'
import { inTransaction } from '@assay/store'
import type { Hospital } from '../../hospital.ts'
import { enterIntake, type NewIntake } from './enter-intake.ts'
import { viewIntakeRun } from './intake-store.ts'

/** Begins an intake; the work goes on in the background and survives a kill. */
export async function beginIntake(hospital: Hospital, intake: NewIntake): Promise<IntakeRun> {
  const id = await inTransaction(hospital.db, (transaction) => enterIntake(transaction, hospital, intake))
  hospital.wakeIntake()
  return viewIntakeRun(hospital, id)
}
