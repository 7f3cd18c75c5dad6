import type { TrainingCheck } from '@assay/contracts'
import type { Hub } from '../hub.ts'
import type { HubDb } from '../hub-tables.ts'
import { assertSame } from './assert-same.ts'
import { concludeApprovals } from './conclude-approvals.ts'
import { hospitalActs } from './evaluation-state.ts'
import { updateParticipation } from './evaluation-store.ts'
import { openParticipation } from './open-participation.ts'
import { recordEvent } from './record-event.ts'

/** Records a steward's refusal and its reason. Throws `not-found`, `state-conflict`, `protocol-mismatch`. */
export async function receiveRefusal(
  hub: Hub,
  transaction: HubDb,
  hospitalId: string,
  body: { evaluationId: string; protocolHash: string; reason: string; training?: TrainingCheck | undefined },
): Promise<void> {
  const { evaluationId, protocolHash, reason, training = null } = body
  const { evaluation, part } = await openParticipation(transaction, { evaluationId, hospitalId }, hospitalActs.refuse)
  assertSame({ protocolHash }, evaluation)
  const at = hub.clock()
  await updateParticipation(transaction, part, at, { state: hospitalActs.refuse.to, reason, training })
  const event = { event: 'refused', by: evaluation.place.name, detail: reason } as const
  await recordEvent(hub, transaction, { evaluationId, at, ...event, subject: { hospitalId, protocolHash } })
  await concludeApprovals(hub, transaction, evaluation)
}
