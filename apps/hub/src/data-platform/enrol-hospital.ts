import { AssayError, enrolment, type PublicIdentity, payloadTypes } from '@assay/contracts'
import type { z } from '@assay/http'
import { append } from '@assay/ledger'
import { readUnverified, sha256, verificationKey, verify } from '@assay/signing'
import { inTransaction } from '@assay/store'
import type { Hub } from '../hub.ts'
import type { HubDb } from '../hub-tables.ts'

type Enrolment = z.infer<typeof enrolment>

/**
 * Enrols the hospital that signed this envelope and pins its key, if its invitation is open. The same hospital with the
 * same key may ask again with the same code: the answer may have been lost.
 *
 * Throws `envelope-invalid`, `signature-invalid`, `key-invalid`, `input-invalid`, `invitation-invalid`, `state-conflict` for an
 * id or a key that is enrolled already.
 */
export async function enrolHospital(hub: Hub, envelope: unknown): Promise<{ hub: PublicIdentity; hospitalId: string }> {
  const request = openEnrolment(envelope)
  const hospitalId = request.hospital.id
  await inTransaction(hub.db, async (transaction) => {
    const at = hub.clock()
    const invitation = await lockInvitation(transaction, request.code)
    if (invitation?.hospital_id && (await isEnrolled(transaction, invitation.hospital_id, request.hospital))) return
    if (!invitation || invitation.hospital_id || Date.parse(invitation.expires_at) <= at.getTime()) {
      throw new AssayError('invitation-invalid')
    }
    await insertHospital(transaction, request, invitation.name, at)
    await useInvitation(transaction, invitation.code_hash, hospitalId)
    const subject = { hospitalId, keyId: request.hospital.keyId }
    await append(transaction, { type: 'hospital-enrolled', at, subject }, hub.random)
  })
  return { hub: hub.identity, hospitalId }
}

/** The envelope must be signed with the very key that it introduces. */
function openEnrolment(envelope: unknown): Enrolment {
  const claimed = parse(readUnverified(envelope))
  const key = verificationKey(claimed.hospital.publicKey)
  if (key.keyId !== claimed.hospital.keyId) throw new AssayError('key-invalid')
  const { deskUrl } = claimed
  if (!/^https?:$/.test(new URL(deskUrl).protocol))
    throw new AssayError('input-invalid', { where: 'deskUrl', what: 'url' })
  return parse(verify(envelope, [key], payloadTypes.enrolment).payload)
}

function parse(value: unknown): Enrolment {
  const parsed = enrolment.safeParse(value)
  if (!parsed.success || parsed.data.hospital.role !== 'hospital') throw new AssayError('envelope-invalid')
  return parsed.data
}

function lockInvitation(db: HubDb, code: string) {
  return db
    .selectFrom('hospital_invitations')
    .selectAll()
    .where('code_hash', '=', sha256(code))
    .forUpdate()
    .executeTakeFirst()
}

async function isEnrolled(db: HubDb, enrolledId: string, { id, keyId }: PublicIdentity): Promise<boolean> {
  if (enrolledId !== id) return false
  const row = await db.selectFrom('hospitals').select('key_id').where('id', '=', id).executeTakeFirst()
  return row?.key_id === keyId
}

async function insertHospital(db: HubDb, { hospital, deskUrl, demonstration }: Enrolment, name: string, at: Date) {
  const inserted = await db
    .insertInto('hospitals')
    .values({
      id: hospital.id,
      name,
      key_id: hospital.keyId,
      public_key: hospital.publicKey,
      desk_url: deskUrl,
      demonstration,
      enrolled_at: at.toISOString(),
    })
    .onConflict((conflict) => conflict.doNothing())
    .returning('id')
    .executeTakeFirst()
  if (!inserted) throw new AssayError('state-conflict', { what: 'hospital', state: 'enrolled' })
}

async function useInvitation(db: HubDb, codeHash: string, hospitalId: string): Promise<void> {
  const used = { hospital_id: hospitalId }
  await db.updateTable('hospital_invitations').set(used).where('code_hash', '=', codeHash).execute()
}
