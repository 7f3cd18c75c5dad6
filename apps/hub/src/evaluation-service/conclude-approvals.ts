import { enqueue } from '@assay/link'
import type { Hub } from '../hub.ts'
import type { HubDb } from '../hub-tables.ts'
import { endEvaluation } from './end-evaluation.ts'
import { hubActs } from './evaluation-state.ts'
import { listParticipations, updateEvaluation } from './evaluation-store.ts'
import type { LockedEvaluation } from './locked-evaluation.ts'
import { recordEvent } from './record-event.ts'

/**
 * Once every hospital has answered: orders the run from those that approved, or ends the evaluation where they are fewer
 * than the protocol asks for. The caller holds the evaluation's row.
 */
export async function concludeApprovals(
  hub: Hub,
  transaction: HubDb,
  { id, protocol, protocolHash }: Omit<LockedEvaluation, 'place'>,
): Promise<void> {
  const parts = await listParticipations(transaction, id)
  if (parts.some(({ state }) => state === 'asked')) return
  const approved = parts.filter(({ state }) => state === 'approved')
  if (approved.length < protocol.leastHospitals) {
    await endEvaluation(hub, transaction, id, 'too-few-approvals')
    return
  }
  const at = hub.clock()
  await updateEvaluation(transaction, id, at, { state: hubActs.order.to })
  for (const { hospital_id } of approved) {
    const body = { evaluationId: id, protocolHash }
    await enqueue(transaction, hub.outbound, { to: hospital_id, type: 'run-ordered', body })
  }
  const subject = { protocolHash, hospitals: approved.length }
  await recordEvent(hub, transaction, { evaluationId: id, event: 'started', at, by: hub.identity.name, subject })
}
