import {
  type ApprovalPayload,
  approvalPayload,
  conductFault,
  type Protocol,
  payloadTypes,
  type ReleasePayload,
  releasePayload,
} from '@assay/contracts'
import { canonicalJson, type VerificationKey, verify } from '@assay/signing'
import type { HospitalRelease } from '../document/derive-figures.ts'
import type { ReportBundle } from '../document/report-bundle.ts'

/** Keys that a hospital's signatures are checked with. */
export type KeysOf = (hospitalId: string) => VerificationKey[]

type Place = Protocol['hospitals'][number]

/** Throws unless every hospital that ran approved this protocol for this device and set, with its own key. */
export function checkApprovals({ report, evidence }: ReportBundle, keysOf: KeysOf): void {
  for (const place of ranHospitals(report)) {
    const found = evidence.approvals.find(({ hospitalId }) => hospitalId === place.hospitalId)
    if (!found) throw new Error(`${place.name}: no approval`)
    const { payload } = verify(found.envelope, keysOf(place.hospitalId), payloadTypes.approval)
    const approval: ApprovalPayload = approvalPayload.parse(payload)
    assertBound(place, {
      evaluationId: [approval.evaluationId, report.evaluationId],
      hospitalId: [approval.hospitalId, place.hospitalId],
      protocolHash: [approval.protocolHash, report.protocolHash],
      deviceDigest: [approval.deviceDigest, report.protocol.device.packageDigest],
      manifestHash: [approval.manifestHash, place.manifestHash],
      training: [canonicalJson(approval.training ?? null), canonicalJson(trainingOf(report, place) ?? null)],
    })
  }
}

/** What the report says that a hospital found in the vendor's declared training data. */
function trainingOf({ hospitals }: ReportBundle['report'], { hospitalId }: Place) {
  return hospitals.find((one) => one.hospitalId === hospitalId)?.training
}

/** The releases, each signed by its hospital and bound to this evaluation, protocol, device, set and recipient. Throws. */
export function openReleases({ report, evidence }: ReportBundle, keysOf: KeysOf): HospitalRelease[] {
  const released = report.hospitals.filter(({ state }) => state === 'released')
  if (released.length !== evidence.releases.length) throw new Error('releases and hospitals differ in number')
  return released.map(({ hospitalId, cases }) => {
    const place = report.protocol.hospitals.find((one) => one.hospitalId === hospitalId)
    const found = evidence.releases.find((one) => one.hospitalId === hospitalId)
    if (!place || !found) throw new Error(`${hospitalId}: no release`)
    const { payload } = verify(found.envelope, keysOf(hospitalId), payloadTypes.release)
    const release: ReleasePayload = releasePayload.parse(payload)
    assertBound(place, {
      evaluationId: [release.evaluationId, report.evaluationId],
      hospitalId: [release.hospitalId, hospitalId],
      protocolHash: [release.protocolHash, report.protocolHash],
      deviceDigest: [release.deviceDigest, report.protocol.device.packageDigest],
      testSetId: [release.testSetId, place.testSetId],
      manifestHash: [release.manifestHash, place.manifestHash],
      provenance: [release.provenance, place.provenance],
      recipient: [release.recipient, report.hub.id],
      wayOfRunning: [release.conduct.wayOfRunning, report.protocol.wayOfRunning ?? 'package'],
      cases: [release.conduct.cases, cases],
    })
    const fault = conductFault(release.conduct)
    if (fault) throw new Error(`${place.name}: ${fault} is not what the way of running asks for`)
    return { hospitalId, payload: release }
  })
}

function ranHospitals(report: ReportBundle['report']): Place[] {
  const ran = new Set(report.hospitals.filter(({ state }) => state !== 'refused').map(({ hospitalId }) => hospitalId))
  return report.protocol.hospitals.filter(({ hospitalId }) => ran.has(hospitalId))
}

function assertBound(
  { name }: Place,
  pairs: Record<string, [actual: string | number, expected: string | number]>,
): void {
  for (const [what, [actual, expected]] of Object.entries(pairs))
    if (actual !== expected) throw new Error(`${name}: ${what} is another`)
}
