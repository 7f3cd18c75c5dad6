import { AssayError, type DsseEnvelope, type Protocol, payloadTypes, protocol } from '@assay/contracts'
import { append } from '@assay/ledger'
import { sha256OfJson, verify } from '@assay/signing'
import { afterCommit, jsonb } from '@assay/store'
import type { Hospital } from '../hospital.ts'
import type { HospitalDb } from '../hospital-tables.ts'
import { hubKeys } from '../hub-link/hub-store.ts'

/**
 * Takes the hub's question whether a device may be evaluated here. The protocol must be locked and signed by the hub, of
 * the hash that it says, and about a set that was sealed here. Throws `signature-invalid`, `protocol-invalid`,
 * `protocol-mismatch`, `state-conflict` for an evaluation that was asked for before.
 */
export async function receiveRequest(
  hospital: Hospital,
  transaction: HospitalDb,
  body: { evaluationId: string; protocolHash: string; protocol: DsseEnvelope },
): Promise<void> {
  const { payload } = verify(body.protocol, await hubKeys(transaction), payloadTypes.protocol)
  const locked = readProtocol(payload)
  const mismatch = (where: string) => new AssayError('protocol-mismatch', { where })
  if (locked.evaluationId !== body.evaluationId) throw mismatch('evaluationId')
  if (sha256OfJson(payload) !== body.protocolHash) throw mismatch('protocolHash')
  const place = locked.hospitals.find(({ hospitalId }) => hospitalId === hospital.identity.id)
  if (!place) throw mismatch('hospitals')
  const set = await transaction.selectFrom('test_sets').selectAll().where('id', '=', place.testSetId).executeTakeFirst()
  if (!set || set.manifest_hash !== place.manifestHash || set.provenance !== place.provenance)
    throw mismatch('manifestHash')
  if (set.category !== locked.category || set.task !== locked.task) throw mismatch('task')
  await assertNew(transaction, locked.evaluationId)
  const at = hospital.clock()
  const now = at.toISOString()
  await transaction
    .insertInto('evaluations')
    .values({
      id: locked.evaluationId,
      test_set_id: set.id,
      protocol: jsonb(locked),
      protocol_hash: body.protocolHash,
      protocol_envelope: jsonb(body.protocol),
      state: 'asked',
      blocked_by: null,
      results: 0,
      progress: 0,
      reason: null,
      asked_at: now,
      changed_at: now,
      started_at: null,
      finished_at: null,
    })
    .execute()
  afterCommit(hospital.wakeTraining)
  const subject = { evaluationId: locked.evaluationId, protocolHash: body.protocolHash }
  await append(transaction, { type: 'evaluation-asked', at, subject }, hospital.random)
}

function readProtocol(payload: unknown): Protocol {
  const read = protocol.safeParse(payload)
  if (read.success) return read.data
  const [issue] = read.error.issues
  throw new AssayError('protocol-invalid', { where: issue?.path.join('.') ?? '', what: issue?.code ?? '' })
}

async function assertNew(transaction: HospitalDb, id: string): Promise<void> {
  const known = await transaction.selectFrom('evaluations').select('state').where('id', '=', id).executeTakeFirst()
  if (known) throw new AssayError('state-conflict', { what: 'evaluation', state: known.state })
}
