import { type Account, AssayError } from '@assay/contracts'
import { append } from '@assay/ledger'
import { afterCommit, inTransaction } from '@assay/store'
import type { Hospital } from '../hospital.ts'
import { lockEvaluation } from './evaluation-store.ts'
import { isHalted } from './run-worker.ts'

/** A steward has a run go on that stopped after faults: with finished cases kept. Throws `not-found`, `state-conflict`. */
export async function resumeRun(hospital: Hospital, account: Account, id: string): Promise<void> {
  await inTransaction(hospital.db, async (transaction) => {
    const evaluation = await lockEvaluation(transaction, id)
    if (!isHalted(evaluation)) throw new AssayError('state-conflict', { what: 'evaluation', state: evaluation.state })
    const at = hospital.clock()
    const change = { blocked_by: null, resumed_at: at.toISOString() }
    await transaction.updateTable('evaluations').set(change).where('id', '=', id).execute()
    afterCommit(hospital.wakeRuns)
    const act = { type: 'run-resumed', at, subject: { evaluationId: id }, actor: account.id }
    await append(transaction, act, hospital.random)
  })
}
