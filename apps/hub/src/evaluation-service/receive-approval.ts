import { type ApprovalPayload, AssayError, approvalPayload, type DsseEnvelope, payloadTypes } from '@assay/contracts'
import { verify } from '@assay/signing'
import { pinnedKeys } from '../data-platform/hospital-store.ts'
import type { Hub } from '../hub.ts'
import type { HubDb } from '../hub-tables.ts'
import { assertSame } from './assert-same.ts'
import { concludeApprovals } from './conclude-approvals.ts'
import { hospitalActs } from './evaluation-state.ts'
import { updateParticipation } from './evaluation-store.ts'
import type { LockedEvaluation } from './locked-evaluation.ts'
import { openParticipation } from './open-participation.ts'
import { recordEvent } from './record-event.ts'

/**
 * Records a steward's approval, signed with the hospital's key over the protocol, the device and the sealed set. Throws
 * `not-found`, `state-conflict`, `signature-invalid`, `envelope-invalid`, `protocol-mismatch`.
 */
export async function receiveApproval(
  hub: Hub,
  transaction: HubDb,
  hospitalId: string,
  body: { evaluationId: string; protocolHash: string; approval: DsseEnvelope },
): Promise<void> {
  const { evaluationId, protocolHash, approval } = body
  const { evaluation, part } = await openParticipation(transaction, { evaluationId, hospitalId }, hospitalActs.approve)
  assertSame({ protocolHash }, evaluation)
  const { training = null } = await readApproval(transaction, evaluation, approval)
  const at = hub.clock()
  await updateParticipation(transaction, part, at, { state: hospitalActs.approve.to, approval, training })
  const subject = { hospitalId, protocolHash }
  await recordEvent(hub, transaction, { evaluationId, event: 'approved', at, by: evaluation.place.name, subject })
  await concludeApprovals(hub, transaction, evaluation)
}

async function readApproval(
  transaction: HubDb,
  { id, protocol, protocolHash, place }: LockedEvaluation,
  envelope: DsseEnvelope,
): Promise<ApprovalPayload> {
  const keys = await pinnedKeys(transaction, place.hospitalId)
  const parsed = approvalPayload.safeParse(verify(envelope, keys, payloadTypes.approval).payload)
  if (!parsed.success) throw new AssayError('envelope-invalid')
  const { evaluationId, hospitalId, deviceDigest, manifestHash, training } = parsed.data
  assertSame(
    {
      evaluationId,
      hospitalId,
      deviceDigest,
      manifestHash,
      protocolHash: parsed.data.protocolHash,
      training: training?.declarationHash ?? '',
    },
    {
      evaluationId: id,
      hospitalId: place.hospitalId,
      deviceDigest: protocol.device.packageDigest,
      manifestHash: place.manifestHash,
      protocolHash,
      training: protocol.training?.declarationHash ?? '',
    },
  )
  return parsed.data
}
