import {
  type Account,
  AssayError,
  type enrolment,
  type enrolmentRequest,
  errorBody,
  type PublicIdentity,
  payloadTypes,
  publicIdentity,
} from '@assay/contracts'
import { z } from '@assay/http'
import { append } from '@assay/ledger'
import { sign, verificationKey } from '@assay/signing'
import { inTransaction } from '@assay/store'
import type { Hospital } from '../hospital.ts'
import { announceTestSet } from './announce-test-set.ts'

const enrolled = z.object({ hub: publicIdentity, hospitalId: z.string() })

/**
 * Joins a hub with its operator's invitation: introduces this hospital's key, and pins the hub's, which has to be the one
 * that the operator gave by another way than the network; until it is seen, the hub learns nothing. Throws
 * `hub-key-differs`, `hub-unreachable`, `state-conflict`, and what the hub answers.
 */
export async function joinHub(
  hospital: Hospital,
  account: Account,
  { hubUrl, code, hubKeyId }: z.infer<typeof enrolmentRequest>,
): Promise<void> {
  if (await hospital.db.selectFrom('hub').select('id').executeTakeFirst()) throw joinedAlready()
  const url = hubUrl.replace(/\/+$/, '')
  assertKey(await ask(`${url}/api/identity`, {}, publicIdentity), hubKeyId)
  const hub = await introduce(hospital, url, code)
  assertKey(hub, hubKeyId)
  await inTransaction(hospital.db, async (transaction) => {
    const at = hospital.clock()
    const { id, name, keyId: key_id, publicKey: public_key } = hub
    const inserted = await transaction
      .insertInto('hub')
      .values({ id, name, key_id, public_key, url, joined_at: at.toISOString() })
      .onConflict((conflict) => conflict.doNothing())
      .executeTakeFirstOrThrow()
    if (Number(inserted.numInsertedOrUpdatedRows) === 0) throw joinedAlready()
    for (const row of await transaction.selectFrom('test_sets').selectAll().orderBy('id').execute())
      await announceTestSet(hospital, transaction, row)
    await append(
      transaction,
      { type: 'hub-joined', at, subject: { hubId: id, keyId: key_id }, actor: account.id },
      hospital.random,
    )
  })
  hospital.wakeLink()
}

function joinedAlready(): AssayError {
  return new AssayError('state-conflict', { what: 'hospital', state: 'enrolled' })
}

function assertKey({ role, keyId, publicKey }: PublicIdentity, expected: string): void {
  if (role !== 'hub' || keyId !== expected || verificationKey(publicKey).keyId !== expected)
    throw new AssayError('hub-key-differs', { found: keyId })
}

async function introduce(hospital: Hospital, url: string, code: string): Promise<PublicIdentity> {
  const payload: z.infer<typeof enrolment> = {
    code,
    hospital: hospital.identity,
    deskUrl: hospital.publicUrl(),
    demonstration: hospital.demonstrationDevice !== undefined,
  }
  const body = JSON.stringify(sign(payload, payloadTypes.enrolment, hospital.key))
  const headers = { 'content-type': 'application/json' }
  return (await ask(`${url}/link/enrol`, { method: 'POST', headers, body }, enrolled)).hub
}

async function ask<T>(url: string, request: RequestInit, schema: z.ZodType<T>): Promise<T> {
  const response = await reach(url, request)
  const answer: unknown = await response.json().catch(() => undefined)
  const refusal = errorBody.safeParse(answer)
  if (refusal.success) throw new AssayError(refusal.data.error.code, refusal.data.error.parameters)
  const parsed = schema.safeParse(answer)
  if (!parsed.success) throw new AssayError('hub-unreachable', { reason: `HTTP ${response.status}` })
  return parsed.data
}

async function reach(url: string, request: RequestInit): Promise<Response> {
  try {
    return await fetch(url, { ...request, redirect: 'error', signal: AbortSignal.timeout(15_000) })
  } catch (cause) {
    throw new AssayError('hub-unreachable', { reason: (cause as Error).name }, { cause })
  }
}
