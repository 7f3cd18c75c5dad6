import type { Account, ProtocolDraft } from '@assay/contracts'
import { inTransaction, jsonb } from '@assay/store'
import type { Hub } from '../hub.ts'
import { checkStatistics } from './check-statistics.ts'
import { assertState, personsActs } from './evaluation-state.ts'
import { lockEvaluation } from './evaluation-store.ts'
import { assertVisible, sightOf } from './visible-to.ts'

/** Replaces the draft of an evaluation that is not submitted. Throws `not-found`, `state-conflict`, `protocol-invalid`. */
export async function editDraft(hub: Hub, account: Account, id: string, draft: ProtocolDraft): Promise<void> {
  checkStatistics(draft)
  await inTransaction(hub.db, async (transaction) => {
    const evaluation = await lockEvaluation(transaction, id)
    assertVisible(await sightOf(transaction, account), evaluation.vendor_id, 'evaluation')
    assertState(evaluation.state, personsActs.edit)
    const changes = { draft: jsonb(draft), changed_at: hub.clock().toISOString() }
    await transaction.updateTable('evaluations').set(changes).where('id', '=', id).execute()
  })
}
