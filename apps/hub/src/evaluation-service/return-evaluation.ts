import type { Account } from '@assay/contracts'
import { inTransaction } from '@assay/store'
import type { Hub } from '../hub.ts'
import { assertState, personsActs } from './evaluation-state.ts'
import { lockEvaluation, updateEvaluation } from './evaluation-store.ts'
import { recordEvent } from './record-event.ts'

/** Returns a submitted protocol to its vendor with what has to change. Throws `not-found`, `state-conflict`. */
export async function returnEvaluation(hub: Hub, account: Account, id: string, reason: string): Promise<void> {
  await inTransaction(hub.db, async (transaction) => {
    const evaluation = await lockEvaluation(transaction, id)
    assertState(evaluation.state, personsActs.return)
    const at = hub.clock()
    await updateEvaluation(transaction, id, at, { state: 'returned', return_reason: reason })
    const event = { event: 'returned', detail: reason, by: account.organisation, actor: account.id } as const
    await recordEvent(hub, transaction, { evaluationId: id, at, ...event })
  })
}
