import { type Account, AssayError, payloadTypes } from '@assay/contracts'
import { append } from '@assay/ledger'
import { enqueue } from '@assay/link'
import { sha256OfJson, sign } from '@assay/signing'
import { inTransaction, jsonb } from '@assay/store'
import { moveEvaluation } from '../evaluation-centre/evaluation-store.ts'
import { acts } from '../evaluation-centre/hospital-evaluation-state.ts'
import type { Hospital } from '../hospital.ts'
import { findRelease } from './preview-release.ts'

/**
 * Signs what the steward read and sends it to the hub. Throws `release-changed` unless the hash is that of what would
 * leave; `not-found`, `state-conflict`.
 */
export async function signRelease(
  hospital: Hospital,
  account: Account,
  evaluationId: string,
  sha256: string,
): Promise<void> {
  await inTransaction(hospital.db, async (transaction) => {
    const at = hospital.clock()
    await moveEvaluation(transaction, evaluationId, acts.release, at)
    const { payload } = await findRelease(transaction, evaluationId)
    if (sha256OfJson(payload) !== sha256) throw new AssayError('release-changed')
    const envelope = sign(payload, payloadTypes.release, hospital.key)
    await transaction
      .updateTable('releases')
      .set({ signed_at: at.toISOString(), envelope: jsonb(envelope) })
      .where('evaluation_id', '=', evaluationId)
      .execute()
    const body = { evaluationId, release: envelope }
    await enqueue(transaction, hospital.outbound, { to: payload.recipient, type: 'release-signed', body })
    const subject = { evaluationId, releaseId: payload.releaseId, releaseHash: sha256 }
    await append(transaction, { type: 'release-signed', at, subject, actor: account.id }, hospital.random)
  })
}
