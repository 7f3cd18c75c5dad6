import { type Protocol, releasePayload, type Verdict } from '@assay/contracts'
import { readCheckpoint, readEvidence, signCheckpoint } from '@assay/ledger'
import {
  composeReport,
  type HospitalPart,
  type HospitalRelease,
  type ReportEvidence,
  renderPdfs,
  sealReport,
} from '@assay/report'
import { readUnverified, sha256OfJson } from '@assay/signing'
import { findHospitals, findTestSets, identityOf } from '../data-platform/hospital-store.ts'
import type { Hub } from '../hub.ts'
import type { HubDb } from '../hub-tables.ts'
import { findDevice } from './device-store.ts'
import { listStory } from './evaluation-store.ts'
import type { EvaluationRow, ParticipationRow } from './evaluation-tables.ts'

/** A report whose files are kept, not yet issued. */
export interface IssuedReport {
  readonly verdict: Verdict
  readonly reportHash: string
  readonly issuedAt: Date
  readonly bundle: string
  readonly pdfs: { readonly en: string; readonly zh: string }
}

/**
 * Composes the report of an evaluation from its locked protocol and the signed releases, sets it in both languages, signs
 * it with its evidence, and keeps the files. The releases' signatures were checked when they came in.
 */
export async function issueReport(
  hub: Hub,
  evaluation: EvaluationRow,
  parts: readonly ParticipationRow[],
): Promise<IssuedReport> {
  const { db, identity, key } = hub
  const protocol = evaluation.protocol!
  const issuedAt = hub.clock()
  const report = composeReport({
    ...{ protocol, hub: identity, issuedAt, softwareVersion: hub.version },
    manifest: (await findDevice(db, evaluation.device_id)).manifest,
    hospitals: await hospitalParts(db, protocol, parts),
    releases: releasesOf(parts),
    story: await listStory(db, evaluation.id),
  })
  const evidence = await gatherEvidence(hub, evaluation, parts)
  const [en, zh] = await renderPdfs(report, ['en', 'zh'])
  const files = [
    { name: 'report.en.pdf', bytes: en! },
    { name: 'report.zh.pdf', bytes: zh! },
  ]
  const bundle = sealReport(report, evidence, files, key)
  const keep = async (bytes: Uint8Array) => (await hub.blobs.put(bytes)).sha256
  return {
    ...{ verdict: report.verdict, reportHash: sha256OfJson(report), issuedAt },
    bundle: await keep(Buffer.from(JSON.stringify(bundle))),
    pdfs: { en: await keep(en!), zh: await keep(zh!) },
  }
}

function releasesOf(parts: readonly ParticipationRow[]): HospitalRelease[] {
  return parts.flatMap(({ hospital_id: hospitalId, release }) =>
    release ? [{ hospitalId, payload: releasePayload.parse(readUnverified(release)) }] : [],
  )
}

async function hospitalParts(
  db: HubDb,
  { hospitals }: Protocol,
  parts: readonly ParticipationRow[],
): Promise<HospitalPart[]> {
  const ids = hospitals.map(({ hospitalId }) => hospitalId)
  const keys = new Map((await findHospitals(db, ids)).map(({ id, key_id }) => [id, key_id]))
  const sets = await findTestSets(db, ids)
  return hospitals.map(({ hospitalId, testSetId }) => {
    const part = parts.find((one) => one.hospital_id === hospitalId)!
    const set = sets.find((one) => one.test_set_id === testSetId && one.hospital_id === hospitalId)!
    const { state, reason } = part
    return { hospitalId, keyId: keys.get(hospitalId)!, state, reason, patients: set.patients, cases: set.cases }
  })
}

async function gatherEvidence(
  { db, identity, key, clock }: Hub,
  { id, protocol_envelope }: EvaluationRow,
  parts: readonly ParticipationRow[],
): Promise<ReportEvidence> {
  const checkpoint = await readCheckpoint(db, identity.id, clock)
  const indices = (await listStory(db, id)).flatMap(({ ledgerIndex }) => ledgerIndex ?? [])
  const hospitals = await findHospitals(
    db,
    parts.map(({ hospital_id }) => hospital_id),
  )
  const signedBy = (of: 'approval' | 'release') =>
    parts.flatMap((part) => {
      const envelope = part[of]
      return envelope ? [{ hospitalId: part.hospital_id, envelope }] : []
    })
  return {
    keys: hospitals.map(identityOf),
    protocol: protocol_envelope!,
    approvals: signedBy('approval'),
    releases: signedBy('release'),
    ledger: {
      checkpoint: signCheckpoint(checkpoint, key),
      acts: await Promise.all(indices.map((index) => readEvidence(db, index, checkpoint.size))),
    },
  }
}
