import { append } from '@assay/ledger'
import { enqueue } from '@assay/link'
import { inTransaction } from '@assay/store'
import type { Hospital } from '../hospital.ts'
import { findHub } from '../hub-link/hub-store.ts'
import { prepareRelease } from '../release-gate/prepare-release.ts'
import { moveEvaluation } from './evaluation-store.ts'
import { acts } from './hospital-evaluation-state.ts'
import { hashProvenance } from './run-provenance.ts'

/** Every case has a result: prepares what the steward will be asked to release, and says that it waits. */
export async function finishRun(hospital: Hospital, evaluationId: string): Promise<void> {
  await inTransaction(hospital.db, async (transaction) => {
    const at = hospital.clock()
    const finished = { finished_at: at.toISOString() }
    const evaluation = await moveEvaluation(transaction, evaluationId, acts.score, at, finished)
    const provenanceHash = await hashProvenance(transaction, evaluation)
    await prepareRelease(hospital, transaction, evaluation)
    const { id: to } = await findHub(transaction)
    await enqueue(transaction, hospital.outbound, { to, type: 'run-scored', body: { evaluationId } })
    await append(transaction, { type: 'run-finished', at, subject: { evaluationId, provenanceHash } }, hospital.random)
  })
}
