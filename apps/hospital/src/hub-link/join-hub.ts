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
 * that the operator gave by another way than the network. Throws `hub-key-differs`, `hub-unreachable`, `state-conflict`,
 * and what the hub answers.
 */
export async function joinHub(
  hospital: Hospital,
  account: Account,
  { hubUrl, code, hubKeyId }: z.infer<typeof enrolmentRequest>,
): Promise<void> {
  const joined = await hospital.db.selectFrom('hub').select('id').executeTakeFirst()
  if (joined) throw new AssayError('state-conflict', { what: 'hospital', state: 'enrolled' })
  const url = hubUrl.replace(/\/+$/, '')
  const hub = await introduce(hospital, url, code)
  if (verificationKey(hub.publicKey).keyId !== hubKeyId || hub.keyId !== hubKeyId)
    throw new AssayError('hub-key-differs', { found: hub.keyId })
  await inTransaction(hospital.db, async (transaction) => {
    const at = hospital.clock()
    await transaction
      .insertInto('hub')
      .values({
        ...{ id: hub.id, name: hub.name, key_id: hub.keyId, public_key: hub.publicKey, url },
        joined_at: at.toISOString(),
      })
      .execute()
    for (const row of await transaction.selectFrom('test_sets').selectAll().execute())
      await announceTestSet(hospital, transaction, row)
    const subject = { hubId: hub.id, keyId: hub.keyId }
    await append(transaction, { type: 'hub-joined', at, subject, actor: account.id }, hospital.random)
  })
  hospital.wakeLink()
}

async function introduce(hospital: Hospital, url: string, code: string): Promise<PublicIdentity> {
  const payload: z.infer<typeof enrolment> = {
    ...{ code, hospital: hospital.identity, deskUrl: hospital.publicUrl() },
    demonstration: hospital.demonstrationDevice !== undefined,
  }
  const body = JSON.stringify(sign(payload, payloadTypes.enrolment, hospital.key))
  const response = await post(`${url}/link/enrol`, body)
  const answer: unknown = await response.json().catch(() => undefined)
  const refusal = errorBody.safeParse(answer)
  if (refusal.success) throw new AssayError(refusal.data.error.code, refusal.data.error.parameters)
  const parsed = enrolled.safeParse(answer)
  if (!parsed.success) throw new AssayError('hub-unreachable', { reason: `HTTP ${response.status}` })
  return parsed.data.hub
}

async function post(url: string, body: string): Promise<Response> {
  try {
    const headers = { 'content-type': 'application/json' }
    return await fetch(url, { method: 'POST', headers, body, redirect: 'error', signal: AbortSignal.timeout(15_000) })
  } catch (cause) {
    throw new AssayError('hub-unreachable', { reason: (cause as Error).name }, { cause })
  }
}
