import type { Endpoint, ReleasePayload, ReleasePolicy, releaseCell } from '@assay/contracts'
import type { z } from '@assay/http'
import { readCheckpoint } from '@assay/ledger'
import { sha256OfJson } from '@assay/signing'
import { findOneRoundEstimator, release, type SiteSummary } from '@assay/statistics'
import { jsonb, newId } from '@assay/store'
import type { EvaluationRow } from '../evaluation-centre/evaluation-centre-tables.ts'
import { findTestSet } from '../evaluation-centre/evaluation-store.ts'
import { runConduct } from '../evaluation-centre/run-conduct.ts'
import type { Hospital } from '../hospital.ts'
import type { HospitalDb } from '../hospital-tables.ts'
import { findHub } from '../hub-link/hub-store.ts'
import { choosePolicy } from './choose-policy.ts'
import { gate } from './gate.ts'

/**
 * Summarises the scores of every endpoint, lets each cell through the gate, and writes down what would leave, bound to
 * recipient, purpose, protocol, device and set. The scores and the summary stay.
 */
export async function prepareRelease(
  hospital: Hospital,
  transaction: HospitalDb,
  evaluation: EvaluationRow,
): Promise<void> {
  const { protocol } = evaluation
  const set = await findTestSet(transaction, evaluation.test_set_id)
  const policy = choosePolicy(set.provenance)
  const summaries = await summarise(transaction, evaluation)
  const { size, rootHash } = await readCheckpoint(transaction, hospital.identity.id, hospital.clock)
  const preparedAt = hospital.clock().toISOString()
  const payload: ReleasePayload = {
    schema: 'assay.release/1',
    releaseId: newId(hospital.clock, hospital.random),
    hospitalId: hospital.identity.id,
    evaluationId: evaluation.id,
    protocolHash: evaluation.protocol_hash,
    deviceDigest: protocol.device.packageDigest,
    testSetId: set.id,
    manifestHash: set.manifest_hash,
    provenance: set.provenance,
    recipient: (await findHub(transaction)).id,
    purpose: 'evaluation-decision',
    policy: { id: policy.id, version: policy.version, hash: sha256OfJson(policy) },
    endpoints: summaries.map(({ endpoint, summary }) => ({
      endpoint: endpoint.id,
      released: release(summary, (cell) => gate(cell, policy).leaves),
    })),
    conduct: await runConduct(hospital, transaction, evaluation),
    ledger: { size, rootHash },
    preparedAt,
  }
  const cells = summaries.flatMap(({ endpoint, summary }) => cellsOf(endpoint, summary, policy))
  await transaction
    .insertInto('releases')
    .values({
      evaluation_id: evaluation.id,
      payload: jsonb(payload),
      cells: jsonb(cells),
      prepared_at: preparedAt,
      signed_at: null,
      envelope: null,
    })
    .execute()
}

async function summarise(
  db: HospitalDb,
  { id, protocol }: EvaluationRow,
): Promise<{ endpoint: Endpoint; summary: SiteSummary }[]> {
  const rows = await db
    .selectFrom('case_results')
    .select('scores')
    .where('evaluation_id', '=', id)
    .orderBy('case_id')
    .execute()
  return protocol.endpoints.map((endpoint) => {
    const estimator = findOneRoundEstimator(endpoint.estimator, endpoint.version)!
    const scores = rows.map((row) => row.scores[endpoint.id])
    return { endpoint, summary: estimator.summarise(scores, endpoint.parameters) }
  })
}

function cellsOf({ id }: Endpoint, summary: SiteSummary, policy: ReleasePolicy): z.infer<typeof releaseCell>[] {
  return summary.cells.map((cell) => {
    const { leaves, withheld } = gate(cell, policy)
    const kind = leaves.kind === 'site-offline' ? 'not-collected' : leaves.kind
    return { endpoint: id, name: cell.name, value: cell.value, patients: cell.patients, leaves: kind, reason: withheld }
  })
}
