import { type Account, AssayError, type Device, type Protocol, payloadTypes, protocol } from '@assay/contracts'
import { enqueue } from '@assay/link'
import { sha256OfJson, sign } from '@assay/signing'
import { inTransaction, jsonb } from '@assay/store'
import type { Hub } from '../hub.ts'
import type { HubDb } from '../hub-tables.ts'
import { checkFeasibility, type Place } from './check-feasibility.ts'
import { checkStatistics } from './check-statistics.ts'
import { countLooks } from './count-looks.ts'
import { findDevice, organisationOf } from './device-store.ts'
import { assertState, personsActs } from './evaluation-state.ts'
import { lockEvaluation } from './evaluation-store.ts'
import type { EvaluationRow } from './evaluation-tables.ts'
import { recordEvent } from './record-event.ts'

/**
 * Locks the protocol of a submitted evaluation: adds the parties and the identities of device and sets, signs it, writes
 * its hash to the ledger, and asks every hospital. Nothing in it changes afterwards. Who applied never locks, nor does
 * the applicant's organisation (`not-allowed`). Throws `not-found`, `state-conflict`, `protocol-invalid`.
 */
export async function lockProtocol(hub: Hub, account: Account, id: string): Promise<void> {
  await inTransaction(hub.db, async (transaction) => {
    const evaluation = await lockEvaluation(transaction, id)
    assertState(evaluation.state, personsActs.lock)
    const vendor = await organisationOf(transaction, evaluation.vendor_id)
    if (account.id === evaluation.asked_by || account.organisation === vendor) {
      throw new AssayError('not-allowed', { role: 'reviewer' })
    }
    const at = hub.clock()
    const device = await findDevice(transaction, evaluation.device_id)
    const places = await checkFeasibility(transaction, evaluation.draft, device)
    const look = await countLooks(transaction, device, places)
    const locked = composeProtocol(evaluation, { device, vendor, places, look, at })
    const hash = sha256OfJson(locked)
    await keepProtocol(hub, transaction, locked, hash)
    await askHospitals(hub, transaction, locked, at)
    const event = {
      event: 'locked',
      by: account.organisation,
      actor: account.id,
      subject: { protocolHash: hash },
    } as const
    await recordEvent(hub, transaction, { evaluationId: id, at, ...event })
  })
}

/** The protocol of a draft: with parameters as the estimators read them, the device by digest, the sets by hash. */
function composeProtocol(
  { id, number, draft }: EvaluationRow,
  parts: { device: Device; vendor: string; places: readonly Place[]; look: Protocol['look']; at: Date },
): Protocol {
  const { device, vendor, places, look, at } = parts
  const { name, version } = device.manifest
  return protocol.parse({
    ...draft,
    schema: 'assay.protocol/1',
    evaluationId: id,
    number,
    ...checkStatistics(draft),
    device: { deviceId: device.id, name, version, vendor, packageDigest: device.packageDigest },
    ...(device.training ? { training: device.training } : {}),
    hospitals: places.map(({ hospitalId, name, set }) => ({
      hospitalId,
      name,
      testSetId: set.test_set_id,
      testSetVersion: set.version,
      manifestHash: set.manifest_hash,
      provenance: set.provenance,
    })),
    look,
    lockedAt: at.toISOString(),
  } satisfies Protocol)
}

async function keepProtocol(hub: Hub, transaction: HubDb, locked: Protocol, hash: string): Promise<void> {
  await transaction
    .updateTable('evaluations')
    .set({
      state: 'locked',
      protocol: jsonb(locked),
      protocol_hash: hash,
      changed_at: locked.lockedAt,
      protocol_envelope: jsonb(sign(locked, payloadTypes.protocol, hub.key)),
    })
    .where('id', '=', locked.evaluationId)
    .execute()
}

async function askHospitals(hub: Hub, transaction: HubDb, locked: Protocol, at: Date): Promise<void> {
  const { evaluationId } = locked
  const envelope = sign(locked, payloadTypes.protocol, hub.key)
  const body = { evaluationId, protocolHash: sha256OfJson(locked), protocol: envelope }
  for (const { hospitalId } of locked.hospitals) {
    await transaction
      .insertInto('participations')
      .values({
        evaluation_id: evaluationId,
        hospital_id: hospitalId,
        state: 'asked',
        progress: 0,
        changed_at: at.toISOString(),
      })
      .execute()
    await enqueue(transaction, hub.outbound, { to: hospitalId, type: 'evaluation-asked', body })
  }
}
