import { enqueue } from '@assay/link'
import type { Hub } from '../hub.ts'
import type { HubDb } from '../hub-tables.ts'
import { hubActs } from './evaluation-state.ts'
import { listParticipations, updateEvaluation } from './evaluation-store.ts'
import { recordEvent } from './record-event.ts'

/** Why an evaluation ends without a decision. */
export type EndReason = 'too-few-approvals' | 'nothing-released'

/** Ends an evaluation without a decision and tells the hospitals that said no word against it. */
export async function endEvaluation(hub: Hub, transaction: HubDb, id: string, reason: EndReason): Promise<void> {
  const at = hub.clock()
  await updateEvaluation(transaction, id, at, { state: hubActs.end.to })
  for (const { hospital_id, state } of await listParticipations(transaction, id)) {
    if (state === 'refused') continue
    await enqueue(transaction, hub.outbound, {
      to: hospital_id,
      type: 'evaluation-ended',
      body: { evaluationId: id, reason },
    })
  }
  const event = { event: 'ended', by: hub.identity.name, detail: reason, subject: { reason } } as const
  await recordEvent(hub, transaction, { evaluationId: id, at, ...event })
}
