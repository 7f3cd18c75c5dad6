import type { CaseOutcome, DeviceManifest, Protocol, PublicIdentity, RunConduct, StoryEvent } from '@assay/contracts'
import { sha256OfJson } from '@assay/signing'
import { deriveFigures, type HospitalRelease } from './derive-figures.ts'
import type { ReportDocument, ReportHospital } from './report-document.ts'

/** What a hospital's part of an evaluation came to. */
export type HospitalPart = Pick<
  ReportHospital,
  'hospitalId' | 'keyId' | 'state' | 'reason' | 'patients' | 'cases' | 'training'
>

/** Composes the document of a report from what was locked and what was released. Pure. */
export function composeReport(given: {
  protocol: Protocol
  manifest: DeviceManifest
  hub: PublicIdentity
  hospitals: readonly HospitalPart[]
  releases: readonly HospitalRelease[]
  story: readonly StoryEvent[]
  issuedAt: Date
  softwareVersion: string
}): ReportDocument {
  const { protocol, manifest, hub, releases, story, issuedAt, softwareVersion } = given
  const withheld = given.hospitals.filter(({ state }) => state === 'withheld').map(({ hospitalId }) => hospitalId)
  const { endpoints, suppressed, criteria, verdict } = deriveFigures(protocol, releases, withheld)
  const conducts = releases.map(({ payload }) => payload.conduct)
  return {
    schema: 'assay.report/1',
    evaluationId: protocol.evaluationId,
    number: protocol.number,
    title: protocol.title,
    issuedAt: issuedAt.toISOString(),
    softwareVersion,
    hub,
    protocol,
    protocolHash: sha256OfJson(protocol),
    manifest,
    isolation: isolationOf(conducts),
    synthetic: protocol.hospitals.some(({ provenance }) => provenance === 'synthetic'),
    hospitals: given.hospitals.map((part) => composeHospital(part, protocol, releases)),
    outcomes: sumOutcomes(conducts.map(({ outcomes }) => outcomes)),
    endpoints,
    suppressed,
    criteria,
    verdict,
    story: [...story],
  }
}

function isolationOf(conducts: readonly RunConduct[]): ReportDocument['isolation'] {
  if (conducts.length === 0) return 'unknown'
  if (conducts.some(({ isolation }) => isolation === 'not-seen')) return 'not-seen'
  return conducts.every(({ isolation }) => isolation !== 'none') ? 'isolated' : 'not-isolated'
}

function composeHospital(part: HospitalPart, protocol: Protocol, releases: readonly HospitalRelease[]): ReportHospital {
  const place = protocol.hospitals.find(({ hospitalId }) => hospitalId === part.hospitalId)
  if (!place) throw new RangeError(`the protocol names no hospital ${part.hospitalId}`)
  const payload = releases.find(({ hospitalId }) => hospitalId === part.hospitalId)?.payload
  const { name, provenance, testSetVersion, manifestHash } = place
  return {
    ...part,
    name,
    provenance,
    testSetVersion,
    manifestHash,
    releaseHash: payload ? sha256OfJson(payload) : null,
    policy: payload?.policy ?? null,
    conduct: payload?.conduct ?? null,
  }
}

function sumOutcomes(all: readonly Partial<Record<CaseOutcome, number>>[]): Partial<Record<CaseOutcome, number>> {
  const sums: Partial<Record<CaseOutcome, number>> = {}
  for (const outcomes of all)
    for (const [outcome, count] of Object.entries(outcomes) as [CaseOutcome, number][])
      sums[outcome] = (sums[outcome] ?? 0) + count
  return sums
}
