import type { DsseEnvelope } from '@assay/contracts'
import { sha256OfJson } from '@assay/signing'
import { afterCommit } from '@assay/store'
import { findHospitals, pinnedKeys } from '../data-platform/hospital-store.ts'
import type { Hub } from '../hub.ts'
import type { HubDb } from '../hub-tables.ts'
import { checkRelease } from './check-release.ts'
import { hospitalActs } from './evaluation-state.ts'
import { updateParticipation } from './evaluation-store.ts'
import { openParticipation } from './open-participation.ts'
import { recordEvent } from './record-event.ts'

/**
 * Records a hospital's signed release, once, if it is what the locked protocol asks for. Throws `not-found`, `state-conflict`
 * (a second release too), and what `checkRelease` throws.
 */
export async function receiveRelease(
  hub: Hub,
  transaction: HubDb,
  hospitalId: string,
  { evaluationId, release }: { evaluationId: string; release: DsseEnvelope },
): Promise<void> {
  const { evaluation, part } = await openParticipation(transaction, { evaluationId, hospitalId }, hospitalActs.release)
  const [hospital] = await findHospitals(transaction, [hospitalId])
  const payload = await checkRelease(transaction, evaluation, release, {
    keys: await pinnedKeys(transaction, hospitalId),
    recipient: hub.identity.id,
    demonstration: hospital?.demonstration ?? false,
  })
  const at = hub.clock()
  const kept = { envelope: release, id: payload.releaseId }
  await updateParticipation(transaction, part, at, { state: hospitalActs.release.to, release: kept })
  const { manifestHash, protocolHash } = payload
  const subject = { hospitalId, releaseHash: sha256OfJson(payload), manifestHash, protocolHash }
  await recordEvent(hub, transaction, { evaluationId, event: 'released', at, by: evaluation.place.name, subject })
  afterCommit(hub.wakeDecision)
}
