import {
  AssayError,
  type DistributionRelease,
  type DsseEnvelope,
  distributionRelease,
  payloadTypes,
} from '@assay/contracts'
import { assertPossible } from '@assay/governance'
import { append } from '@assay/ledger'
import { sha256OfJson, verify } from '@assay/signing'
import { jsonb } from '@assay/store'
import type { Hub } from '../../hub.ts'
import type { HubDb } from '../../hub-tables.ts'
import { pinnedKeys } from '../hospital-store.ts'
import { changeMember, lockRequest, memberOf } from './distribution-store.ts'
import { sendReferences } from './send-references.ts'

/**
 * A hospital let its distributions out: they take the place of what it let out before, and references are made anew when
 * enough hospitals have changed. Throws `not-found`, `not-allowed`, `signature-invalid`, `envelope-invalid`,
 * `message-misdirected`, `protocol-mismatch`, `message-reused` for one that is not newer, `distribution-definition-differs`,
 * `distribution-impossible`.
 */
export async function receiveDistribution(
  hub: Hub,
  transaction: HubDb,
  hospitalId: string,
  { requestId, release: envelope }: { requestId: string; release: DsseEnvelope },
): Promise<void> {
  const request = await lockRequest(transaction, requestId)
  const member = await memberOf(transaction, requestId, hospitalId)
  const release = readRelease(envelope, await pinnedKeys(transaction, hospitalId))
  if (release.recipient !== hub.identity.id) throw new AssayError('message-misdirected', { to: release.recipient })
  const isOfRequest = release.hospitalId === hospitalId && release.requestId === requestId
  if (!isOfRequest || release.category !== request.category)
    throw new AssayError('protocol-mismatch', { where: 'requestId' })
  if (release.sequence <= member.sequence) throw new AssayError('message-reused')
  if (release.definition !== request.definition) throw new AssayError('distribution-definition-differs')
  assertPossible(release, request.axes)
  const at = hub.clock()
  await transaction
    .updateTable('distribution_members')
    .set({
      state: 'sent',
      reason: null,
      sequence: release.sequence,
      received_at: at.toISOString(),
      release: jsonb(release),
      envelope: jsonb(envelope),
    })
    .where('request_id', '=', requestId)
    .where('hospital_id', '=', hospitalId)
    .execute()
  const subject = { requestId, hospitalId, sequence: release.sequence, releaseHash: sha256OfJson(release) }
  await append(transaction, { type: 'distribution-received', at, subject }, hub.random)
  if (request.is_current) await sendReferences(hub, transaction, request)
}

function readRelease(envelope: DsseEnvelope, keys: Awaited<ReturnType<typeof pinnedKeys>>): DistributionRelease {
  const parsed = distributionRelease.safeParse(verify(envelope, keys, payloadTypes.distribution).payload)
  if (!parsed.success) throw new AssayError('envelope-invalid')
  return parsed.data
}

/** A steward lets nothing out, now or any more; what was let out before stays. Throws `not-found`, `not-allowed`. */
export async function receiveDistributionDeclined(
  hub: Hub,
  transaction: HubDb,
  hospitalId: string,
  { requestId, reason }: { requestId: string; reason: string },
): Promise<void> {
  await lockRequest(transaction, requestId)
  const member = await memberOf(transaction, requestId, hospitalId)
  await changeMember(transaction, member, { state: 'declined', reason })
  const subject = { requestId, hospitalId }
  await append(transaction, { type: 'distribution-declined', at: hub.clock(), subject }, hub.random)
}
