import type { hubMessageBodies, nodeMessageBodies } from '@assay/contracts'
import type { z } from '@assay/http'
import { enqueue } from '@assay/link'
import type { Hub } from '../../hub.ts'
import type { HubDb } from '../../hub-tables.ts'
import { lockRound, memberOf } from './linkage-store.ts'

type Relayed = 'linkage-question' | 'linkage-answer'

/**
 * Carries a question of one member, or its answer, to another. What it says is blinded and proven; the hub can lose it, not
 * read or change it. Throws `not-found`, `state-conflict`, `not-allowed`.
 */
export async function relayLinkage<Type extends Relayed>(
  hub: Hub,
  transaction: HubDb,
  type: Type,
  { from, body }: { from: string; body: z.output<(typeof nodeMessageBodies)[Type]> },
): Promise<void> {
  const { to, ...rest } = body
  await lockRound(transaction, rest.roundId, ['open'])
  for (const member of [from, to]) await memberOf(transaction, rest.roundId, member)
  const carried = { ...rest, from } as z.input<(typeof hubMessageBodies)[Type]>
  await enqueue(transaction, hub.outbound, { to, type, body: carried })
}
