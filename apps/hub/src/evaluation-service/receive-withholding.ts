import { afterCommit } from '@assay/store'
import type { Hub } from '../hub.ts'
import type { HubDb } from '../hub-tables.ts'
import { hospitalActs } from './evaluation-state.ts'
import { updateParticipation } from './evaluation-store.ts'
import { openParticipation } from './open-participation.ts'
import { recordEvent } from './record-event.ts'

/** Records that a hospital releases nothing, and why. Throws `not-found`, `state-conflict`. */
export async function receiveWithholding(
  hub: Hub,
  transaction: HubDb,
  hospitalId: string,
  { evaluationId, reason }: { evaluationId: string; reason: string },
): Promise<void> {
  const { evaluation, part } = await openParticipation(transaction, { evaluationId, hospitalId }, hospitalActs.withhold)
  const at = hub.clock()
  await updateParticipation(transaction, part, at, { state: hospitalActs.withhold.to, reason })
  const event = { event: 'withheld', by: evaluation.place.name, detail: reason, subject: { hospitalId } } as const
  await recordEvent(hub, transaction, { evaluationId, at, ...event })
  afterCommit(hub.wakeDecision)
}
