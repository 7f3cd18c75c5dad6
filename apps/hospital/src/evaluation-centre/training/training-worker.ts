import { AssayError } from '@assay/contracts'
import type { Hospital } from '../../hospital.ts'
import type { HospitalDb } from '../../hospital-tables.ts'
import type { EvaluationRow } from '../evaluation-centre-tables.ts'
import { checkTraining } from './check-training.ts'

/**
 * Gives the work of holding sets against what vendors declared, for every evaluation that waits for a steward and was not looked at. What
 * can not be fetched now is tried again later; the rows say what is left, also after a kill.
 */
export function trainingWorker(hospital: Hospital, signal: AbortSignal): () => Promise<void> {
  return async () => {
    for (const evaluation of await listUnchecked(hospital.db)) {
      if (signal.aborted) return
      await attempt(hospital, evaluation, signal)
    }
  }
}

async function attempt(hospital: Hospital, evaluation: EvaluationRow, signal: AbortSignal): Promise<void> {
  try {
    await checkTraining(hospital, evaluation, signal)
  } catch (error) {
    if (signal.aborted) return
    if (!(error instanceof AssayError)) throw error
    hospital.log.warn({ evaluation: evaluation.id, code: error.code }, 'training declaration not checked')
  }
}

function listUnchecked(db: HospitalDb): Promise<EvaluationRow[]> {
  return db
    .selectFrom('evaluations')
    .selectAll()
    .where('state', 'in', ['asked', 'approved'])
    .where('id', 'not in', (build) => build.selectFrom('training_checks').select('evaluation_id'))
    .orderBy('asked_at')
    .execute()
}
