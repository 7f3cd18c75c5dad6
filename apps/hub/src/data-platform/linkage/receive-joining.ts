import { AssayError, type DsseEnvelope, linkageKeyPayload, payloadTypes } from '@assay/contracts'
import { append } from '@assay/ledger'
import { enqueue } from '@assay/link'
import { sha256OfJson, verify } from '@assay/signing'
import { jsonb } from '@assay/store'
import type { Hub } from '../../hub.ts'
import type { HubDb } from '../../hub-tables.ts'
import { pinnedKeys } from '../hospital-store.ts'
import { abandonRound } from './end-linkage.ts'
import { identitiesOf, lockRound, memberOf, membersOf, moveMember, moveRound } from './linkage-store.ts'

/**
 * A steward joined: the hospital's signed key of the round is kept, and goes to all when the last has joined. Throws
 * `not-found`, `state-conflict`, `signature-invalid`, `envelope-invalid`, `protocol-mismatch` for other members.
 */
export async function receiveJoining(
  hub: Hub,
  transaction: HubDb,
  hospitalId: string,
  { roundId, key }: { roundId: string; key: DsseEnvelope },
): Promise<void> {
  await lockRound(transaction, roundId, ['asked'])
  const { state } = await memberOf(transaction, roundId, hospitalId)
  if (state !== 'asked') throw new AssayError('state-conflict', { what: 'linkage', state })
  await assertKey(transaction, { roundId, hospitalId, key })
  const joined = { state: 'joined' as const, key: jsonb(key) }
  await transaction
    .updateTable('linkage_members')
    .set(joined)
    .where('round_id', '=', roundId)
    .where('hospital_id', '=', hospitalId)
    .execute()
  const at = hub.clock()
  await append(transaction, { type: 'linkage-joined', at, subject: { roundId, hospitalId } }, hub.random)
  await openWhenAllJoined(hub, transaction, roundId)
}

async function assertKey(
  transaction: HubDb,
  { roundId, hospitalId, key }: { roundId: string; hospitalId: string; key: DsseEnvelope },
): Promise<void> {
  const keys = await pinnedKeys(transaction, hospitalId)
  const parsed = linkageKeyPayload.safeParse(verify(key, keys, payloadTypes.linkageKey).payload)
  if (!parsed.success) throw new AssayError('envelope-invalid')
  const members = sha256OfJson(await identitiesOf(transaction, roundId))
  const { data } = parsed
  if (data.roundId !== roundId || data.hospitalId !== hospitalId || data.membersHash !== members)
    throw new AssayError('protocol-mismatch', { where: 'members' })
}

async function openWhenAllJoined(hub: Hub, transaction: HubDb, roundId: string): Promise<void> {
  const members = await membersOf(transaction, roundId)
  if (!members.every(({ state }) => state === 'joined')) return
  await moveRound(transaction, roundId, hub.clock(), { state: 'open' })
  const body = { roundId, keys: members.map(({ key }) => key!) }
  for (const { hospital_id: to } of members)
    await enqueue(transaction, hub.outbound, { to, type: 'linkage-opened', body })
}

/** A steward declined: the round ends for all. Throws `not-found`, `not-allowed`, `state-conflict`. */
export async function receiveDeclining(
  hub: Hub,
  transaction: HubDb,
  hospitalId: string,
  { roundId, reason }: { roundId: string; reason: string },
): Promise<void> {
  await lockRound(transaction, roundId, ['asked', 'open'])
  await memberOf(transaction, roundId, hospitalId)
  await moveMember(transaction, roundId, hospitalId, { state: 'declined' })
  await abandonRound(hub, transaction, { id: roundId, reason, actor: hospitalId })
}
