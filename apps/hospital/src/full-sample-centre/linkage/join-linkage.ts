import { type Account, AssayError, type LinkageKeyPayload, payloadTypes } from '@assay/contracts'
import { linkageKey } from '@assay/governance'
import { append } from '@assay/ledger'
import { enqueue } from '@assay/link'
import { openSecret, sealSecret, sign } from '@assay/signing'
import { inTransaction } from '@assay/store'
import type { Hospital } from '../../hospital.ts'
import { findHub } from '../../hub-link/hub-store.ts'
import { lockRound } from './linkage-store.ts'
import type { LinkageRoundRow } from './linkage-tables.ts'

/**
 * The steward joins a round with the members that were shown: a key is made for this round alone, its public half signed
 * over them. Throws `not-found`, `state-conflict`, `linkage-members-differ`, `not-enrolled`.
 */
export async function joinLinkage(
  hospital: Hospital,
  account: Account,
  { roundId, membersHash }: { roundId: string; membersHash: string },
): Promise<void> {
  const { identity, institutionKey, random } = hospital
  await inTransaction(hospital.db, async (transaction) => {
    const round = await lockRound(transaction, roundId, ['asked'])
    if (round.members_hash !== membersHash) throw new AssayError('linkage-members-differ')
    const at = hospital.clock()
    const seed = random(32)
    const sealed = sealSecret(institutionKey.derive('linkage-seed'), seed, roundId, random).toString('base64')
    const joined = { state: 'joined' as const, sealed_seed: sealed, changed_at: at.toISOString() }
    await transaction.updateTable('linkage_rounds').set(joined).where('id', '=', roundId).execute()
    const payload: LinkageKeyPayload = {
      schema: 'assay.linkage-key/1',
      roundId,
      hospitalId: identity.id,
      membersHash,
      publicKey: Buffer.from(linkageKey(seed, roundId).publicKey).toString('base64'),
    }
    const { id: to } = await findHub(transaction)
    const body = { roundId, key: sign(payload, payloadTypes.linkageKey, hospital.key) }
    await enqueue(transaction, hospital.outbound, { to, type: 'linkage-joined', body })
    const subject = { roundId, membersHash }
    await append(transaction, { type: 'linkage-joined', at, subject, actor: account.id }, random)
  })
}

/** The node's key of a round that it has joined. */
export function keyOfRound({ institutionKey }: Hospital, { id, sealed_seed }: LinkageRoundRow) {
  if (!sealed_seed) throw new AssayError('state-conflict', { what: 'linkage', state: 'ended' })
  return linkageKey(openSecret(institutionKey.derive('linkage-seed'), Buffer.from(sealed_seed, 'base64'), id), id)
}
