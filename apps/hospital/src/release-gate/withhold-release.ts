import type { Account } from '@assay/contracts'
import { append } from '@assay/ledger'
import { enqueue } from '@assay/link'
import { afterCommit, inTransaction } from '@assay/store'
import { moveEvaluation } from '../evaluation-centre/evaluation-store.ts'
import { acts } from '../evaluation-centre/hospital-evaluation-state.ts'
import type { Hospital } from '../hospital.ts'
import { findHub } from '../hub-link/hub-store.ts'

/**
 * A steward lets nothing out, with a reason that the reviewing centre reads; a run that goes on ends. Throws `not-found`,
 * `state-conflict`.
 */
export async function withholdRelease(
  hospital: Hospital,
  account: Account,
  evaluationId: string,
  reason: string,
): Promise<void> {
  await inTransaction(hospital.db, async (transaction) => {
    const at = hospital.clock()
    await moveEvaluation(transaction, evaluationId, acts.withhold, at, { reason })
    afterCommit(() => hospital.runs.stop(evaluationId))
    const { id: to } = await findHub(transaction)
    await enqueue(transaction, hospital.outbound, { to, type: 'release-withheld', body: { evaluationId, reason } })
    const subject = { evaluationId }
    await append(transaction, { type: 'release-withheld', at, subject, actor: account.id }, hospital.random)
  })
}
