import type { Account } from '@assay/contracts'
import { append } from '@assay/ledger'
import { enqueue } from '@assay/link'
import { inTransaction } from '@assay/store'
import type { Hospital } from '../hospital.ts'
import { findHub } from '../hub-link/hub-store.ts'
import { moveEvaluation } from './evaluation-store.ts'
import { acts } from './hospital-evaluation-state.ts'
import { findTrainingCheck } from './training/assert-training-apart.ts'

/**
 * A steward refuses an evaluation, with a reason that the reviewing centre reads, and with what was found in the vendor's declared
 * training data, where that was looked at. Throws `not-found`, `state-conflict`.
 */
export async function refuseEvaluation(
  hospital: Hospital,
  account: Account,
  id: string,
  reason: string,
): Promise<void> {
  await inTransaction(hospital.db, async (transaction) => {
    const at = hospital.clock()
    const evaluation = await moveEvaluation(transaction, id, acts.refuse, at, { reason })
    const { id: to } = await findHub(transaction)
    const training = (await findTrainingCheck(transaction, id))?.leaving
    const body = {
      evaluationId: id,
      protocolHash: evaluation.protocol_hash,
      reason,
      ...(training ? { training } : {}),
    }
    await enqueue(transaction, hospital.outbound, { to, type: 'evaluation-refused', body })
    await append(
      transaction,
      { type: 'evaluation-refused', at, subject: { evaluationId: id }, actor: account.id },
      hospital.random,
    )
  })
}
