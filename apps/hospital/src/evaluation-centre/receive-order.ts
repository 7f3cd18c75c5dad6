import { AssayError } from '@assay/contracts'
import { append } from '@assay/ledger'
import { afterCommit } from '@assay/store'
import type { Hospital } from '../hospital.ts'
import type { HospitalDb } from '../hospital-tables.ts'
import { moveEvaluation } from './evaluation-store.ts'
import { acts } from './hospital-evaluation-state.ts'

/** Takes the hub's order to run what was approved here. Throws `state-conflict`, `protocol-mismatch`. */
export async function receiveOrder(
  hospital: Hospital,
  transaction: HospitalDb,
  { evaluationId, protocolHash }: { evaluationId: string; protocolHash: string },
): Promise<void> {
  const at = hospital.clock()
  const started = { started_at: at.toISOString() }
  const evaluation = await moveEvaluation(transaction, evaluationId, acts.run, at, started)
  if (evaluation.protocol_hash !== protocolHash) throw new AssayError('protocol-mismatch', { where: 'protocolHash' })
  afterCommit(hospital.wakeRuns)
  await append(transaction, { type: 'run-started', at, subject: { evaluationId, protocolHash } }, hospital.random)
}

/** The hub ended an evaluation: nothing of it runs or leaves any more. */
export async function receiveEnd(
  hospital: Hospital,
  transaction: HospitalDb,
  { evaluationId, reason }: { evaluationId: string; reason: string },
): Promise<void> {
  const row = await transaction
    .selectFrom('evaluations')
    .select('state')
    .where('id', '=', evaluationId)
    .executeTakeFirst()
  if (!row || !(acts.end.from as readonly string[]).includes(row.state)) return
  const at = hospital.clock()
  await moveEvaluation(transaction, evaluationId, acts.end, at, { reason })
  afterCommit(() => hospital.runs.stop(evaluationId))
  await append(transaction, { type: 'evaluation-ended', at, subject: { evaluationId } }, hospital.random)
}
