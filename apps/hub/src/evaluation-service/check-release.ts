import {
  AssayError,
  conductFault,
  type DsseEnvelope,
  type Endpoint,
  payloadTypes,
  type ReleasePayload,
  releasePayload,
} from '@assay/contracts'
import { type VerificationKey, verify } from '@assay/signing'
import { findEstimator } from '@assay/statistics'
import type { HubDb } from '../hub-tables.ts'
import { assertSame } from './assert-same.ts'
import type { LockedEvaluation } from './locked-evaluation.ts'

/**
 * The payload of a hospital's signed release. Throws
 * - `signature-invalid`, `envelope-invalid` unless the hospital's pinned key signed a release;
 * - `message-misdirected` if it is meant for another recipient;
 * - `protocol-mismatch` (`where`) if it names another protocol, device, set, provenance or way of running, or other endpoints;
 * - `input-invalid` (`where`) if what was released is not what the endpoint's estimator releases;
 * - `release-incomplete` (`where`) if its conduct lacks what the way of running asks for: supervision, disclosed cases;
 * - `isolation-unavailable` if a hospital of no demonstration ran without isolation;
 * - `message-reused` if this release was taken before.
 */
export async function checkRelease(
  transaction: HubDb,
  evaluation: LockedEvaluation,
  envelope: DsseEnvelope,
  expected: { keys: readonly VerificationKey[]; recipient: string; demonstration: boolean },
): Promise<ReleasePayload> {
  const parsed = releasePayload.safeParse(verify(envelope, expected.keys, payloadTypes.release).payload)
  if (!parsed.success) throw new AssayError('envelope-invalid')
  const payload = parsed.data
  if (payload.recipient !== expected.recipient) throw new AssayError('message-misdirected', { to: payload.recipient })
  assertOfProtocol(payload, evaluation)
  assertReleased(payload, evaluation)
  assertHeld(payload, expected)
  await assertNew(transaction, payload.releaseId)
  return payload
}

/** What the node started was isolated, but for a demonstration; what it did not start, it can say nothing of. */
function assertHeld({ conduct }: ReleasePayload, { demonstration }: { demonstration: boolean }): void {
  const { wayOfRunning, isolation } = conduct
  if (isolation === 'none' && !demonstration) throw new AssayError('isolation-unavailable')
  if ((isolation === 'not-seen') !== (wayOfRunning !== 'package'))
    throw new AssayError('protocol-mismatch', { where: 'conduct.isolation' })
  const where = conductFault(conduct)
  if (where) throw new AssayError('release-incomplete', { where })
}

function assertOfProtocol(payload: ReleasePayload, { id, protocol, protocolHash, place }: LockedEvaluation): void {
  const { evaluationId, hospitalId, deviceDigest, testSetId, manifestHash, provenance } = payload
  assertSame(
    {
      evaluationId,
      hospitalId,
      deviceDigest,
      testSetId,
      manifestHash,
      provenance,
      protocolHash: payload.protocolHash,
      wayOfRunning: payload.conduct.wayOfRunning,
    },
    {
      evaluationId: id,
      hospitalId: place.hospitalId,
      deviceDigest: protocol.device.packageDigest,
      testSetId: place.testSetId,
      manifestHash: place.manifestHash,
      provenance: place.provenance,
      protocolHash,
      wayOfRunning: protocol.wayOfRunning ?? 'package',
    },
  )
}

/** One part an endpoint of the protocol, no more, each what its estimator releases. */
function assertReleased({ endpoints }: ReleasePayload, { protocol }: LockedEvaluation): void {
  const named = endpoints.map(({ endpoint }) => endpoint).sort()
  const expected = protocol.endpoints.map(({ id }) => id).sort()
  if (named.join(' ') !== expected.join(' ')) throw new AssayError('protocol-mismatch', { where: 'endpoints' })
  for (const { id, estimator, version, parameters } of protocol.endpoints) {
    const part = endpoints.find(({ endpoint }) => endpoint === id)
    if (!isReleased(part?.released, { estimator, version, parameters })) {
      throw new AssayError('input-invalid', { where: `endpoints.${id}`, what: 'released' })
    }
  }
}

function isReleased(
  released: unknown,
  { estimator, version, parameters }: Pick<Endpoint, 'estimator' | 'version' | 'parameters'>,
): boolean {
  try {
    const read = findEstimator(estimator, version)!.readReleased(released, parameters)
    return read.estimator === estimator && read.version === version
  } catch {
    return false
  }
}

async function assertNew(transaction: HubDb, releaseId: string): Promise<void> {
  const query = transaction.selectFrom('participations').select('hospital_id').where('release_id', '=', releaseId)
  if (await query.executeTakeFirst()) throw new AssayError('message-reused')
}
