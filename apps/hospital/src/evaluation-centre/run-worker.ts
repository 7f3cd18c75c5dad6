import { AssayError } from '@assay/contracts'
import { jsonb } from '@assay/store'
import type { Hospital } from '../hospital.ts'
import type { EvaluationRow } from './evaluation-centre-tables.ts'
import { runEvaluation } from './run-evaluation.ts'

/** Runs whatever waits to be run, again and again, until `signal` aborts. Goes on after a kill. */
export async function runEvaluations(
  hospital: Hospital,
  { wait, signal }: { wait: () => Promise<void>; signal: AbortSignal },
): Promise<void> {
  while (!signal.aborted) {
    const running = await hospital.db
      .selectFrom('evaluations')
      .selectAll()
      .where('state', '=', 'running')
      .orderBy('started_at')
      .execute()
    for (const evaluation of running) {
      if (signal.aborted) return
      await attempt(hospital, evaluation, signal)
    }
    await wait()
  }
}

/** What stands in the way is shown to the steward, and tried again later; it never counts against the device. */
async function attempt(hospital: Hospital, evaluation: EvaluationRow, signal: AbortSignal): Promise<void> {
  try {
    await runEvaluation(hospital, evaluation, signal)
  } catch (error) {
    if (signal.aborted) return
    const { code, parameters } =
      error instanceof AssayError ? error : { code: 'internal-error', parameters: { id: '' } }
    hospital.log.error({ evaluation: evaluation.id, code, error: (error as Error).name }, 'run stopped')
    await hospital.db
      .updateTable('evaluations')
      .set({ blocked_by: jsonb({ code, parameters }) })
      .where('id', '=', evaluation.id)
      .where('state', '=', 'running')
      .execute()
  }
}
