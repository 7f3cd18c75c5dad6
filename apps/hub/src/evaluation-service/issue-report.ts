import { type Protocol, releasePayload, type Verdict } from '@assay/contracts'
import { composeReport, type HospitalPart, type HospitalRelease, renderPdfs, sealReport } from '@assay/report'
import { canonicalBytes, readUnverified, sha256OfJson } from '@assay/signing'
import { findAnnouncement, findHospitals } from '../data-platform/hospital-store.ts'
import type { Hub } from '../hub.ts'
import { findDevice } from './device-store.ts'
import { listStory } from './evaluation-store.ts'
import type { EvaluationRow, ParticipationRow } from './evaluation-tables.ts'
import { gatherEvidence } from './gather-evidence.ts'

/** A report whose files are kept, before the evaluation is closed with it. */
export interface IssuedReport {
  readonly verdict: Verdict
  /** SHA-256 of the report's canonical document. */
  readonly reportHash: string
  readonly issuedAt: Date
  /** Where its files lie, by SHA-256. */
  readonly bundle: string
  readonly pdfs: { readonly en: string; readonly zh: string }
}

/**
 * Composes the report of an evaluation from what was locked and released, renders it in both languages, seals it with its
 * evidence, and keeps the files. Nothing else changes: done again, it makes the same report at another time.
 */
export async function issueReport(
  hub: Hub,
  evaluation: EvaluationRow,
  parts: readonly ParticipationRow[],
): Promise<IssuedReport> {
  const protocol = evaluation.protocol as Protocol
  const issuedAt = hub.clock()
  const { manifest } = await findDevice(hub.db, evaluation.device_id)
  const report = composeReport({
    protocol,
    manifest,
    hub: hub.identity,
    issuedAt,
    softwareVersion: hub.version,
    hospitals: await hospitalParts(hub, protocol, parts),
    releases: parts.flatMap(openRelease),
    story: await listStory(hub.db, evaluation.id),
  })
  const evidence = await gatherEvidence(hub, evaluation, parts)
  const [en, zh] = (await renderPdfs(report, ['en', 'zh'])) as [Uint8Array, Uint8Array]
  const files = [
    { name: 'report.en.pdf', bytes: en },
    { name: 'report.zh.pdf', bytes: zh },
  ]
  const keep = async (bytes: Uint8Array) => (await hub.blobs.put(bytes)).sha256
  return {
    verdict: report.verdict,
    reportHash: sha256OfJson(report),
    issuedAt,
    bundle: await keep(canonicalBytes(sealReport(report, evidence, files, hub.key))),
    pdfs: { en: await keep(en), zh: await keep(zh) },
  }
}

/** The signature was checked when the release was taken. */
function openRelease({ hospital_id, release }: ParticipationRow): HospitalRelease[] {
  return release ? [{ hospitalId: hospital_id, payload: releasePayload.parse(readUnverified(release)) }] : []
}

async function hospitalParts(
  { db }: Hub,
  { hospitals }: Protocol,
  parts: readonly ParticipationRow[],
): Promise<HospitalPart[]> {
  const ids = hospitals.map(({ hospitalId }) => hospitalId)
  const keys = new Map((await findHospitals(db, ids)).map((row) => [row.id, row.key_id]))
  return Promise.all(
    hospitals.map(async ({ hospitalId, testSetId, testSetVersion }) => {
      const { state, reason, training } = parts.find((one) => one.hospital_id === hospitalId)!
      const { patients, cases } = await findAnnouncement(db, { hospitalId, testSetId, version: testSetVersion })
      return { hospitalId, keyId: keys.get(hospitalId)!, state, reason, patients, cases, training }
    }),
  )
}
