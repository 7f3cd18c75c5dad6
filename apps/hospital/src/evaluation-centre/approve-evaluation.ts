import { type Account, type ApprovalPayload, payloadTypes } from '@assay/contracts'
import { append } from '@assay/ledger'
import { enqueue } from '@assay/link'
import { sign } from '@assay/signing'
import { inTransaction } from '@assay/store'
import type { Hospital } from '../hospital.ts'
import { findHub } from '../hub-link/hub-store.ts'
import { assertShowable } from './appliances/assert-showable.ts'
import { assertRunnable } from './assert-runnable.ts'
import { findEvaluation, findTestSet, moveEvaluation } from './evaluation-store.ts'
import { acts, assertOpen } from './hospital-evaluation-state.ts'
import { assertTrainingApart, findTrainingCheck } from './training/assert-training-apart.ts'
import { checkTraining } from './training/check-training.ts'

/**
 * A steward approves that the device runs here on the sealed set: signs it with the hospital's key over protocol, device
 * and set. What was found in the vendor's declared training data, checked anew, goes with it. Throws `not-found`, `state-conflict`, and what
 * `assertRunnable`, `assertShowable`, `checkTraining` and `assertTrainingApart` throw for what could not be carried through.
 */
export async function approveEvaluation(
  hospital: Hospital,
  account: Account,
  id: string,
  signal: AbortSignal,
): Promise<void> {
  const asked = await findEvaluation(hospital.db, id)
  assertOpen(asked.state, acts.approve)
  await checkTraining(hospital, asked, signal)
  await inTransaction(hospital.db, async (transaction) => {
    const at = hospital.clock()
    const evaluation = await moveEvaluation(transaction, id, acts.approve, at)
    const set = await findTestSet(transaction, evaluation.test_set_id)
    assertRunnable(hospital, evaluation.protocol, set.provenance)
    await assertShowable(transaction, evaluation, set)
    await assertTrainingApart(transaction, evaluation)
    const training = (await findTrainingCheck(transaction, id))!.leaving
    const payload: ApprovalPayload = {
      schema: 'assay.approval/1',
      evaluationId: id,
      hospitalId: hospital.identity.id,
      protocolHash: evaluation.protocol_hash,
      deviceDigest: evaluation.protocol.device.packageDigest,
      manifestHash: set.manifest_hash,
      training,
      approvedAt: at.toISOString(),
    }
    const { id: to } = await findHub(transaction)
    const body = {
      evaluationId: id,
      protocolHash: evaluation.protocol_hash,
      approval: sign(payload, payloadTypes.approval, hospital.key),
    }
    await enqueue(transaction, hospital.outbound, { to, type: 'evaluation-approved', body })
    const subject = { evaluationId: id, protocolHash: evaluation.protocol_hash, manifestHash: set.manifest_hash }
    await append(transaction, { type: 'evaluation-approved', at, subject, actor: account.id }, hospital.random)
  })
}
