import type { Protocol } from '@assay/contracts'
import { readCheckpoint, readEvidence, signCheckpoint } from '@assay/ledger'
import type { ReportEvidence } from '@assay/report'
import { findHospitals, identityOf } from '../data-platform/hospital-store.ts'
import type { Hub } from '../hub.ts'
import { listStory } from './evaluation-store.ts'
import type { EvaluationRow, ParticipationRow } from './evaluation-tables.ts'

/** What a report rests on: the signed protocol, approvals and releases, and the acts with their proofs from the ledger. */
export async function gatherEvidence(
  hub: Hub,
  { id, protocol, protocol_envelope }: EvaluationRow,
  parts: readonly ParticipationRow[],
): Promise<ReportEvidence> {
  const hospitals = (protocol as Protocol).hospitals.map(({ hospitalId }) => hospitalId)
  return {
    keys: (await findHospitals(hub.db, hospitals)).map(identityOf).sort((a, b) => (a.id < b.id ? -1 : 1)),
    protocol: protocol_envelope!,
    approvals: parts.flatMap(({ hospital_id, approval }) =>
      approval ? [{ hospitalId: hospital_id, envelope: approval }] : [],
    ),
    releases: parts.flatMap(({ hospital_id, release }) =>
      release ? [{ hospitalId: hospital_id, envelope: release }] : [],
    ),
    ledger: await proveActs(hub, id),
  }
}

/** The evaluation's acts in the log, all proved against one signed state of it. */
async function proveActs(hub: Hub, evaluationId: string): Promise<ReportEvidence['ledger']> {
  const story = await listStory(hub.db, evaluationId)
  const checkpoint = await readCheckpoint(hub.db, hub.identity.id, hub.clock)
  const acts: ReportEvidence['ledger']['acts'] = []
  for (const { ledgerIndex } of story) {
    if (ledgerIndex !== null) acts.push(await readEvidence(hub.db, ledgerIndex, checkpoint.size))
  }
  return { checkpoint: signCheckpoint(checkpoint, hub.key), acts }
}
