import { AssayError } from '@assay/contracts'
import { append } from '@assay/ledger'
import { inTransaction, newId } from '@assay/store'
import type { Hospital } from '../hospital.ts'
import { logFault } from '../log-fault.ts'
import type { EvaluationRow } from './evaluation-centre-tables.ts'
import { noteObstacle } from './evaluation-store.ts'
import { runEvaluation } from './run-evaluation.ts'

/** How often an evaluation could not go on, and when to try again (ms since 1970). */
interface Patience {
  failures: number
  notBefore: number
}

/** Gives the work of running whatever waits to be run. It goes on after a kill, and ends with `signal`. */
export function runWorker(hospital: Hospital, signal: AbortSignal): () => Promise<void> {
  const patience = new Map<string, Patience>()
  return async () => {
    for (const evaluation of await listRunning(hospital)) {
      if (signal.aborted) return
      const { failures = 0, notBefore = 0 } = patience.get(evaluation.id) ?? {}
      if (hospital.clock().getTime() < notBefore) continue
      if (await attempt(hospital, evaluation, signal)) patience.delete(evaluation.id)
      else patience.set(evaluation.id, { failures: failures + 1, notBefore: nextAttempt(hospital, failures) })
    }
  }
}

/** Whether a run stopped after faults and waits for a steward. */
export function isHalted({ state, blocked_by }: Pick<EvaluationRow, 'state' | 'blocked_by'>): boolean {
  return state === 'running' && blocked_by?.code === 'run-halted'
}

async function listRunning({ db }: Hospital): Promise<EvaluationRow[]> {
  const query = db.selectFrom('evaluations').selectAll().where('state', '=', 'running').orderBy('started_at')
  return (await query.execute()).filter((row) => !isHalted(row))
}

/** After 5 s, 10 s, 20 s …, a minute at most. */
function nextAttempt({ clock }: Hospital, failures: number): number {
  return clock().getTime() + Math.min(60, 5 * 2 ** Math.min(failures, 10)) * 1000
}

/**
 * What stands in the way is shown to the steward, and tried again later; it never counts against the device. Gives
 * whether nothing did.
 */
async function attempt(hospital: Hospital, evaluation: EvaluationRow, signal: AbortSignal): Promise<boolean> {
  const { id } = evaluation
  const watched = hospital.runs.watch(id, signal)
  try {
    await runEvaluation(hospital, evaluation, watched.signal)
    return true
  } catch (error) {
    if (watched.signal.aborted) return true
    const obstacle = obstacleOf(hospital, id, error)
    await noteObstacle(hospital.db, id, obstacle)
    if (obstacle.code === 'run-halted') await logHalt(hospital, id)
    return obstacle.code === 'run-halted'
  } finally {
    watched.done()
  }
}

async function logHalt({ db, clock, random }: Hospital, evaluationId: string): Promise<void> {
  await inTransaction(db, async (transaction) => {
    await append(transaction, { type: 'run-halted', at: clock(), subject: { evaluationId } }, random)
  })
}

function obstacleOf({ log, clock, random }: Hospital, evaluation: string, error: unknown) {
  if (error instanceof AssayError) {
    log.warn({ evaluation, code: error.code }, 'run stopped')
    return { code: error.code, parameters: error.parameters }
  }
  const id = newId(clock, random)
  logFault(log, error, { id, evaluation }, 'run interrupted')
  return { code: 'internal-error', parameters: { id } }
}
