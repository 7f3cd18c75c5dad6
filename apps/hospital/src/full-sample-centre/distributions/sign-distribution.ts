import { type Account, AssayError, payloadTypes } from '@assay/contracts'
import { append } from '@assay/ledger'
import { enqueue } from '@assay/link'
import { sha256OfJson, sign } from '@assay/signing'
import { inTransaction, jsonb } from '@assay/store'
import type { Hospital } from '../../hospital.ts'
import { lockRequest, moveRequest, proposalOf, settleCounted } from './distribution-store.ts'

/**
 * Signs what the steward read and sends it to the hub. Throws `not-found`, `state-conflict` where nothing waits,
 * `release-changed` unless the hash is that of what would leave.
 */
export async function signDistribution(
  hospital: Hospital,
  account: Account,
  { category, sha256 }: { category: string; sha256: string },
): Promise<void> {
  await inTransaction(hospital.db, async (transaction) => {
    const { payload, made } = proposalOf(await lockRequest(transaction, category))
    if (sha256OfJson(payload) !== sha256) throw new AssayError('release-changed')
    const at = hospital.clock()
    const { requestId, sequence, recipient: to } = payload
    const envelope = sign(payload, payloadTypes.distribution, hospital.key)
    await transaction
      .insertInto('distribution_releases')
      .values({
        category,
        sequence,
        request_id: requestId,
        payload: jsonb(payload),
        made: jsonb(made),
        envelope: jsonb(envelope),
        signed_at: at.toISOString(),
      })
      .execute()
    await settleCounted(transaction, category, true)
    await moveRequest(transaction, category, at, { state: 'sent', reason: null })
    const body = { requestId, release: envelope }
    await enqueue(transaction, hospital.outbound, { to, type: 'distribution-released', body })
    const subject = { requestId, category, sequence, releaseHash: sha256 }
    await append(transaction, { type: 'distribution-signed', at, subject, actor: account.id }, hospital.random)
  })
}
