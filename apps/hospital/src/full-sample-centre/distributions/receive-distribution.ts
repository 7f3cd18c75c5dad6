import {
  AssayError,
  cellsOfAxis,
  type DistributionReference,
  type DsseEnvelope,
  distributionReference,
  type hubMessageBodies,
  payloadTypes,
} from '@assay/contracts'
import { leastOthers } from '@assay/governance'
import type { z } from '@assay/http'
import { append } from '@assay/ledger'
import { sha256OfJson, verify } from '@assay/signing'
import { afterCommit, jsonb } from '@assay/store'
import type { Hospital } from '../../hospital.ts'
import type { HospitalDb } from '../../hospital-tables.ts'
import { findHub, hubKeys } from '../../hub-link/hub-store.ts'
import { lastRelease } from './distribution-store.ts'

/** The hub asks for the distributions of a category; what would leave is prepared in the background, and a steward decides. */
export async function receiveDistributionAsked(
  { clock, random, wakeDistributions }: Hospital,
  transaction: HospitalDb,
  { requestId, category, definition }: z.output<(typeof hubMessageBodies)['distribution-asked']>,
): Promise<void> {
  const at = clock()
  const asked = {
    request_id: requestId,
    definition,
    state: 'asked' as const,
    reason: null,
    proposal: null,
    prepared_at: null,
    asked_at: at.toISOString(),
    changed_at: at.toISOString(),
  }
  await transaction
    .insertInto('distribution_requests')
    .values({ category, ...asked })
    .onConflict((conflict) => conflict.column('category').doUpdateSet(asked))
    .execute()
  await append(transaction, { type: 'distribution-asked', at, subject: { requestId, category } }, random)
  afterCommit(wakeDistributions)
}

/**
 * What other hospitals have together. It must be signed by the pinned hub for this hospital, answer what this hospital
 * released under the same definition, speak of three others or more, and be newer than what is known. Throws
 * `signature-invalid`, `envelope-invalid`, `message-misdirected`, `protocol-mismatch`, `distribution-outdated`,
 * `distribution-impossible`.
 */
export async function receiveReference(
  hospital: Hospital,
  transaction: HospitalDb,
  { requestId, reference: envelope }: z.output<(typeof hubMessageBodies)['distribution-reference']>,
): Promise<void> {
  const reference = await readReference(hospital, transaction, envelope)
  const { category, epoch, hospitals } = reference
  await assertAnswers(transaction, requestId, reference)
  const at = hospital.clock()
  const row = {
    request_id: requestId,
    epoch,
    payload: jsonb(reference),
    envelope: jsonb(envelope),
    received_at: at.toISOString(),
  }
  await transaction
    .insertInto('distribution_references')
    .values({ category, ...row })
    .onConflict((conflict) => conflict.column('category').doUpdateSet(row))
    .execute()
  const subject = { requestId, category, epoch, hospitals, referenceHash: sha256OfJson(reference) }
  await append(transaction, { type: 'distribution-reference-received', at, subject }, hospital.random)
}

async function readReference(
  { identity }: Hospital,
  transaction: HospitalDb,
  envelope: DsseEnvelope,
): Promise<DistributionReference> {
  const { payload } = verify(envelope, await hubKeys(transaction), payloadTypes.distributionReference)
  const parsed = distributionReference.safeParse(payload)
  if (!parsed.success) throw new AssayError('envelope-invalid')
  const { recipient, hubId } = parsed.data
  if (recipient !== identity.id) throw new AssayError('message-misdirected', { to: recipient })
  if (hubId !== (await findHub(transaction)).id) throw new AssayError('protocol-mismatch', { where: 'hubId' })
  return parsed.data
}

async function assertAnswers(
  transaction: HospitalDb,
  requestId: string,
  reference: DistributionReference,
): Promise<void> {
  const { category, definition, epoch, hospitals, quantities } = reference
  const last = await lastRelease(transaction, category)
  if (last?.request_id !== requestId || reference.requestId !== requestId || last.payload.definition !== definition)
    throw new AssayError('protocol-mismatch', { where: 'requestId' })
  const known = await transaction
    .selectFrom('distribution_references')
    .select('epoch')
    .where('category', '=', category)
    .where('request_id', '=', requestId)
    .executeTakeFirst()
  if (known && epoch <= known.epoch) throw new AssayError('distribution-outdated')
  const axes = last.payload.quantities.map(({ axis }) => axis)
  const isPossible =
    hospitals >= leastOthers &&
    sha256OfJson(quantities.map(({ axis }) => axis)) === sha256OfJson(axes) &&
    quantities.every(
      ({ axis, cells }) => cells.length === cellsOfAxis(axis) && cells.every((one) => one.lower <= one.upper),
    )
  if (!isPossible) throw new AssayError('distribution-impossible', { where: category })
}
