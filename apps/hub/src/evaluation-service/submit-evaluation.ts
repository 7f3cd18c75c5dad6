import type { Account } from '@assay/contracts'
import { inTransaction } from '@assay/store'
import type { Hub } from '../hub.ts'
import { checkFeasibility } from './check-feasibility.ts'
import { checkStatistics } from './check-statistics.ts'
import { findDevice } from './device-store.ts'
import { assertState, personsActs } from './evaluation-state.ts'
import { lockEvaluation, updateEvaluation } from './evaluation-store.ts'
import { recordEvent } from './record-event.ts'
import { assertVisible, sightOf } from './visible-to.ts'

/**
 * Submits a draft to the reviewing centre, once all that it asks for can be computed and carried out. Throws `not-found`,
 * `state-conflict`, `protocol-invalid`.
 */
export async function submitEvaluation(hub: Hub, account: Account, id: string): Promise<void> {
  await inTransaction(hub.db, async (transaction) => {
    const evaluation = await lockEvaluation(transaction, id)
    assertVisible(await sightOf(transaction, account), evaluation.vendor_id, 'evaluation')
    assertState(evaluation.state, personsActs.submit)
    checkStatistics(evaluation.draft)
    await checkFeasibility(transaction, evaluation.draft, await findDevice(transaction, evaluation.device_id))
    const at = hub.clock()
    await updateEvaluation(transaction, id, at, { state: 'submitted', return_reason: null })
    const by = account.organisation
    await recordEvent(hub, transaction, { evaluationId: id, event: 'submitted', at, by, actor: account.id })
  })
}
