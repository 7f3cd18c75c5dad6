import type { Account } from '@assay/contracts'
import { append } from '@assay/ledger'
import { enqueue } from '@assay/link'
import { inTransaction } from '@assay/store'
import type { Hub } from '../../hub.ts'
import type { HubDb } from '../../hub-tables.ts'
import { lockRound, membersOf, moveRound } from './linkage-store.ts'

/** The operator ends a round that is not compared yet. Throws `not-found`, `state-conflict`. */
export async function endLinkage(hub: Hub, operator: Account, id: string, reason: string): Promise<void> {
  await inTransaction(hub.db, async (transaction) => {
    await lockRound(transaction, id, ['asked', 'open'])
    await abandonRound(hub, transaction, { id, reason, actor: operator.id })
  })
}

/** Ends a round in the caller's transaction: tokens go, every member is told why. */
export async function abandonRound(
  hub: Hub,
  transaction: HubDb,
  { id, reason, actor }: { id: string; reason: string; actor: string },
): Promise<void> {
  const at = hub.clock()
  await moveRound(transaction, id, at, { state: 'ended', reason })
  await transaction.deleteFrom('linkage_tokens').where('round_id', '=', id).execute()
  for (const { hospital_id: to } of await membersOf(transaction, id))
    await enqueue(transaction, hub.outbound, { to, type: 'linkage-ended', body: { roundId: id, reason } })
  await append(transaction, { type: 'linkage-ended', at, subject: { roundId: id }, actor }, hub.random)
}
