import { type DistributionReference, payloadTypes } from '@assay/contracts'
import { leastChanged, mergeOthers } from '@assay/governance'
import { append } from '@assay/ledger'
import { enqueue } from '@assay/link'
import { sign } from '@assay/signing'
import type { Hub } from '../../hub.ts'
import type { HubDb } from '../../hub-tables.ts'
import { changeMember, hasChanged, membersOf } from './distribution-store.ts'
import type { DistributionRequestRow } from './distribution-tables.ts'

/**
 * When enough hospitals have changed since the last time, every hospital is told at once what the others have together: all of
 * one epoch from the same releases, so that hospitals that compare notes learn no more than the sum of all. A hospital that let
 * nothing out is told nothing.
 */
export async function sendReferences(
  hub: Hub,
  transaction: HubDb,
  { id, category, definition, axes, epoch }: DistributionRequestRow,
): Promise<void> {
  const members = await membersOf(transaction, id)
  if (members.filter(hasChanged).length < leastChanged) return
  const at = hub.clock()
  const released = new Map(
    members.flatMap(({ hospital_id, release }) =>
      release ? [[hospital_id, release.quantities.map(({ cells }) => cells)] as const] : [],
    ),
  )
  for (const [recipient] of released) {
    const merged = mergeOthers(released, recipient)
    if (!merged) continue
    const reference: DistributionReference = {
      schema: 'assay.distribution-reference/1',
      requestId: id,
      hubId: hub.identity.id,
      recipient,
      category,
      epoch: epoch + 1,
      definition,
      hospitals: merged.hospitals,
      at: at.toISOString(),
      quantities: axes.map((axis, i) => ({ axis, cells: merged.quantities[i]! })),
    }
    const body = { requestId: id, reference: sign(reference, payloadTypes.distributionReference, hub.key) }
    await enqueue(transaction, hub.outbound, { to: recipient, type: 'distribution-reference', body })
  }
  for (const member of members) await changeMember(transaction, member, { told_sequence: member.sequence })
  await transaction
    .updateTable('distribution_requests')
    .set({ epoch: epoch + 1 })
    .where('id', '=', id)
    .execute()
  const subject = { requestId: id, epoch: epoch + 1, hospitals: released.size }
  await append(transaction, { type: 'distribution-references-sent', at, subject }, hub.random)
}
