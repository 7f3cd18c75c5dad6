import type { Account } from '@assay/contracts'
import { append } from '@assay/ledger'
import { sha256 } from '@assay/signing'
import { inTransaction } from '@assay/store'
import type { Hub } from '../hub.ts'

const day = 24 * 60 * 60 * 1000
/** Long enough for two people to reach each other and compare the hub's key. */
const invitationDays = 14

/** What an operator tells a hospital's steward, by another way than the network. */
export interface HospitalInvitation {
  readonly code: string
  readonly hubUrl: string
  readonly hubKeyId: string
  readonly expiresAt: string
}

/** Invites a hospital to join under a name. The code is told once; only its hash is kept. */
export async function inviteHospital(hub: Hub, operator: Account, name: string): Promise<HospitalInvitation> {
  const code = Buffer.from(hub.random(32)).toString('base64url')
  const at = hub.clock()
  const expiresAt = new Date(at.getTime() + invitationDays * day).toISOString()
  const row = { code_hash: sha256(code), name, invited_by: operator.id, expires_at: expiresAt, hospital_id: null }
  await inTransaction(hub.db, async (transaction) => {
    await transaction.insertInto('hospital_invitations').values(row).execute()
    const subject = { invitation: row.code_hash }
    await append(transaction, { type: 'hospital-invited', at, subject, actor: operator.id }, hub.random)
  })
  return { code, hubUrl: hub.publicUrl(), hubKeyId: hub.identity.keyId, expiresAt }
}
