import {
  type CaseOutcome,
  type CriteriaTree,
  type DeclaredTraining,
  type DeviceManifest,
  type Protocol,
  type Provenance,
  type PublicIdentity,
  payloadTypes,
  type ReleasePayload,
  type RunConduct,
  type StoryEvent,
  type TrainingCheck,
  type TrustFile,
} from '@assay/contracts'
import { createKey, type SigningKey, sha256OfJson, sign } from '@assay/signing'
import {
  type BeatCaseScore,
  type BeatMatrix,
  type Cell,
  type Draws,
  drawsOf,
  ec57Beats,
  findOneRoundEstimator,
  type ReleasedValue,
  release,
} from '@assay/statistics'
import { newId } from '@assay/store'
import { composeReport, type HospitalPart } from '../document/compose-report.ts'
import type { HospitalRelease } from '../document/derive-figures.ts'
import type { ReportEvidence } from '../document/report-bundle.ts'
import type { ReportDocument } from '../document/report-document.ts'

/** Somebody who signs. */
export interface Party extends PublicIdentity {
  key: SigningKey
}

/** How an example differs from the plain one. */
export interface ExampleOptions {
  hospitalNames?: readonly string[]
  /** Of each hospital. */
  patients?: number
  provenance?: Provenance
  isolation?: RunConduct['isolation']
  /** Further parts of it, and in how many runs of each hospital they were read while the device ran. */
  isolationParts?: readonly string[]
  isolationSeen?: number
  /** In each hospital, where the device is an appliance. */
  disclosed?: RunConduct['disclosed']
  /** Hospitals, by their place, that withheld their release. */
  withheld?: readonly number[]
  reason?: string
  texts?: { title?: string; device?: string; intendedUse?: string; justification?: string; vendor?: string }
  criteria?: CriteriaTree
  /** Whom the inference is about, how cases were sampled, how criteria are tested together. */
  plan?: Partial<Pick<Protocol, 'target' | 'sampling' | 'wayOfRunning' | 'multiplicity' | 'endpoints'>>
  /** Scores of one hospital's cases for all endpoints of the plan, where they are no beats. */
  scoresOf?: (patients: number, draws: Draws) => unknown[]
  supervision?: NonNullable<RunConduct['supervision']>
  /** What the vendor declared, and what every hospital found in it. */
  training?: { declared: DeclaredTraining; check: TrainingCheck }
  /** What the gate lets out of a cell. */
  permit?: (cell: Cell) => ReleasedValue
}

/** An evaluation that was carried through, with the keys of everybody in it. Made of drawn numbers: the same every time. */
export interface ExampleEvaluation {
  draws: Draws
  hub: Party
  hospitals: Party[]
  trust: TrustFile
  protocol: Protocol
  report: ReportDocument
  releases: HospitalRelease[]
  evidence: Omit<ReportEvidence, 'ledger'>
}

const lockedAt = '2026-11-03T08:15:00.000Z'
export const issuedAt = new Date('2026-11-23T12:00:00.000Z')
const hash = (text: string) => sha256OfJson({ text })

/** Carries an example through: protocol, approvals, releases, report. */
export function exampleEvaluation(options: ExampleOptions = {}): ExampleEvaluation {
  const draws = drawsOf(20_261_123, 1)
  const random = (length: number) => Uint8Array.from({ length }, () => draws.below(256))
  const id = () => newId(() => issuedAt, random)
  const party = (name: string, role: 'hub' | 'hospital'): Party => {
    const key = createKey(random)
    return { id: id(), role, name, keyId: key.keyId, publicKey: key.publicKey, key }
  }
  const hub = party('National Test Centre', 'hub')
  const names = options.hospitalNames ?? ['Northgate Hospital', 'Riverside Hospital', 'Harbour Hospital']
  const hospitals = names.map((name) => party(name, 'hospital'))
  const protocol = exampleProtocol(hospitals, id, options)
  const withheld = new Set(options.withheld)
  const releases = hospitals.flatMap((hospital, place) =>
    withheld.has(place)
      ? []
      : [{ hospitalId: hospital.id, payload: exampleRelease(hospital, hub, protocol, draws, id, options) }],
  )
  const report = composeReport({
    protocol,
    releases,
    issuedAt,
    softwareVersion: '0.1.0',
    hub: identityOf(hub),
    manifest: exampleManifest(options),
    hospitals: hospitals.map((hospital, place) => examplePart(hospital, withheld.has(place), options)),
    story: exampleStory(hospitals, hub, withheld),
  })
  return {
    draws,
    hub,
    hospitals,
    protocol,
    report,
    releases,
    trust: { schema: 'assay.trust/1', keys: [hub, ...hospitals].map(identityOf) },
    evidence: exampleEvidence({ hub, hospitals, protocol, releases, check: options.training?.check }),
  }
}

/** What everybody may know of a party. */
export function identityOf({ id, role, name, keyId, publicKey }: Party): PublicIdentity {
  return { id, role, name, keyId, publicKey }
}

function exampleManifest({ texts }: ExampleOptions): DeviceManifest {
  return {
    schema: 'assay.device/1',
    name: texts?.device ?? 'Example ECG Classifier',
    version: '2.4.1',
    vendor: texts?.vendor ?? 'Example Vendor',
    category: 'ecg',
    task: 'beat-classification',
    intendedUse:
      texts?.intendedUse ??
      'Finds the beats of long-term electrocardiograms of adults and tells ventricular and supraventricular ectopic beats apart.',
    program: { interpreter: 'node', file: 'detect.js' },
    inputs: [{ slug: 'ecg-record', kind: 'Waveform', relativePath: 'in' }],
    outputs: [{ slug: 'beats', kind: 'Waveform Annotations', relativePath: 'out' }],
    cases: 'one-per-start',
    gpus: 0,
    limits: { wallSeconds: 60, cpuSeconds: 60, memoryMiB: 512, processes: 8, outputMiB: 16, outputFiles: 8 },
  }
}

const atLeast = (id: string, figure: string, bound: number): CriteriaTree => ({
  id,
  endpoint: 'beats',
  figure,
  side: 'lower',
  bound,
  alpha: 0.025,
  leastEffectivePatients: 20,
})

function exampleProtocol(
  hospitals: readonly Party[],
  id: () => string,
  { texts, criteria, provenance = 'public', plan = {}, training }: ExampleOptions,
): Protocol {
  const { name, version, vendor, intendedUse } = exampleManifest(texts ? { texts } : {})
  return {
    schema: 'assay.protocol/1',
    evaluationId: id(),
    number: 'EV-2026-0031',
    category: 'ecg',
    title: texts?.title ?? `Beat classification by ${name} ${version}`,
    intendedUse,
    task: 'beat-classification',
    ...(training ? { training: training.declared } : {}),
    target: 'these-hospitals',
    leastHospitals: 3,
    failedOutput: 'nothing-found',
    lockedAt,
    endpoints: [{ id: 'beats', estimator: 'ec57-beats', version: 1, parameters: ec57Beats.parameters.parse({}) }],
    criteria: criteria ?? {
      op: 'and',
      of: [
        atLeast('qrs-sensitivity', 'qrs.sensitivity.gross', 0.98),
        atLeast('qrs-positive-predictivity', 'qrs.positive-predictivity.gross', 0.98),
        atLeast('veb-sensitivity', 'veb.sensitivity.gross', 0.85),
        atLeast('veb-positive-predictivity', 'veb.positive-predictivity.gross', 0.75),
      ],
    },
    sampleSize: {
      leastPatients: 36,
      justification:
        texts?.justification ??
        'With 36 patients and a between-patient standard deviation of 0.6 on the logit, a true sensitivity of 92 % gives a lower limit above 85 % in nine of ten evaluations.',
    },
    device: { deviceId: id(), name, version, vendor, packageDigest: hash('package') },
    hospitals: hospitals.map((one) => ({
      hospitalId: one.id,
      name: one.name,
      testSetId: id(),
      testSetVersion: 1,
      manifestHash: hash(one.name),
      provenance,
    })),
    look: { number: 1, allowed: null },
    ...plan,
  }
}

function exampleRelease(
  hospital: Party,
  hub: Party,
  protocol: Protocol,
  draws: Draws,
  id: () => string,
  {
    patients = 12,
    provenance = 'public',
    isolation = 'bubblewrap',
    isolationParts = [],
    isolationSeen = patients,
    disclosed,
    supervision,
    permit = asItIs,
    scoresOf,
  }: ExampleOptions,
): ReleasePayload {
  const place = protocol.hospitals.find(({ hospitalId }) => hospitalId === hospital.id)!
  const scores = Array.from({ length: patients }, (_, patient) => exampleScore(`${patient}`, draws))
  const given = scoresOf?.(patients, draws) ?? scores
  return {
    schema: 'assay.release/1',
    releaseId: id(),
    hospitalId: hospital.id,
    evaluationId: protocol.evaluationId,
    protocolHash: sha256OfJson(protocol),
    deviceDigest: protocol.device.packageDigest,
    testSetId: place.testSetId,
    manifestHash: place.manifestHash,
    provenance,
    recipient: hub.id,
    purpose: 'evaluation-decision',
    preparedAt: '2026-11-23T11:40:00.000Z',
    policy: { id: 'public-or-synthetic', version: 1, hash: hash('policy') },
    endpoints: protocol.endpoints.map(({ id: endpoint, estimator, version, parameters }) => ({
      endpoint,
      released: release(findOneRoundEstimator(estimator, version)!.summarise(given, parameters), permit),
    })),
    conduct: {
      wayOfRunning: protocol.wayOfRunning ?? 'package',
      disclosed: disclosed ?? { cases: 0, before: 0 },
      isolation,
      isolationParts:
        isolation === 'none' || isolation === 'not-seen'
          ? []
          : ['network-namespace', 'process-namespace', 'read-only-root', 'no-capabilities', ...isolationParts],
      demonstration: isolation === 'none',
      cases: patients,
      restarts: 0,
      nodeVersion: '0.1.0',
      executors: ['bubblewrap 0.8.0'],
      kernels: ['Linux 6.1.0'],
      imageDigest: null,
      isolationSeen,
      starts: 'one-per-start',
      repeats: { cases: 0, differing: 0 },
      provenanceHash: hash('provenance'),
      outcomes: countOutcomes(scores),
      ...(supervision ? { supervision } : {}),
      startedAt: '2026-11-23T11:30:00.000Z',
      finishedAt: '2026-11-23T11:34:12.400Z',
    },
    ledger: { size: 14, rootHash: hash('root') },
  }
}

const asItIs = ({ value }: Cell): ReleasedValue => ({ kind: 'exact', value })

/** A record of half an hour: many normal beats, some ectopic ones, few mistakes; now and then a device that crashed. */
function exampleScore(patient: string, draws: Draws): BeatCaseScore {
  const upTo = (most: number) => draws.below(most + 1)
  const [normal, ventricular, supraventricular] = [1500 + upTo(700), 20 + upTo(300), upTo(60)]
  const crashed = draws.below(24) === 0
  const matrix: BeatMatrix = crashed
    ? { No: normal, Vo: ventricular, So: supraventricular }
    : {
        Nn: normal,
        Ns: upTo(12),
        Nv: upTo(9),
        No: upTo(6),
        Sn: upTo(20),
        Ss: supraventricular,
        Sv: upTo(2),
        Vn: upTo(30),
        Vv: ventricular,
        Vo: upTo(5),
        Fn: upTo(4),
        Fv: upTo(6),
        Qn: upTo(1),
        On: upTo(5),
        Ov: upTo(2),
      }
  return {
    patient,
    record: patient,
    paced: false,
    matrix,
    scoredSeconds: 1505.6,
    shutdownSeconds: 0,
    failure: crashed ? 'crashed' : null,
  }
}

function countOutcomes(scores: readonly BeatCaseScore[]): Partial<Record<CaseOutcome, number>> {
  const crashed = scores.filter(({ failure }) => failure === 'crashed').length
  return { completed: scores.length - crashed, ...(crashed > 0 ? { crashed } : {}) }
}

function examplePart(
  hospital: Party,
  withheld: boolean,
  { patients = 12, reason, training }: ExampleOptions,
): HospitalPart {
  return {
    ...(training ? { training: training.check } : {}),
    hospitalId: hospital.id,
    keyId: hospital.keyId,
    state: withheld ? 'withheld' : 'released',
    reason: withheld ? (reason ?? 'The committee did not agree.') : null,
    patients,
    cases: patients,
  }
}

function exampleStory(hospitals: readonly Party[], hub: Party, withheld: ReadonlySet<number>): StoryEvent[] {
  const at = (minute: number) => new Date(Date.parse(lockedAt) + 60_000 * minute).toISOString()
  const detail = null
  return [
    { at: at(-60), event: 'submitted', by: 'Example Vendor', detail, ledgerIndex: null },
    { at: lockedAt, event: 'locked', by: 'Device Review Centre', detail, ledgerIndex: 0 },
    ...hospitals.map((one, place) => ({
      at: at(10 + place),
      event: 'approved' as const,
      by: one.name,
      detail,
      ledgerIndex: 1 + place,
    })),
    { at: at(20), event: 'started', by: hub.name, detail, ledgerIndex: null },
    ...hospitals.map((one, place) => ({
      at: at(90 + place),
      event: withheld.has(place) ? ('withheld' as const) : ('released' as const),
      by: one.name,
      detail,
      ledgerIndex: 1 + hospitals.length + place,
    })),
  ]
}

function exampleEvidence({
  hub,
  hospitals,
  protocol,
  releases,
  check,
}: Pick<ExampleEvaluation, 'hub' | 'hospitals' | 'protocol' | 'releases'> & {
  check: TrainingCheck | undefined
}): ExampleEvaluation['evidence'] {
  const protocolHash = sha256OfJson(protocol)
  const { evaluationId, device } = protocol
  return {
    keys: hospitals.map(identityOf),
    protocol: sign(protocol, payloadTypes.protocol, hub.key),
    approvals: hospitals.map(({ id: hospitalId, key }) => {
      const { manifestHash } = protocol.hospitals.find((one) => one.hospitalId === hospitalId)!
      const approval = { evaluationId, hospitalId, protocolHash, deviceDigest: device.packageDigest, manifestHash }
      const training = check ? { training: check } : {}
      const approved = { schema: 'assay.approval/1', ...approval, ...training, approvedAt: lockedAt }
      return { hospitalId, envelope: sign(approved, payloadTypes.approval, key) }
    }),
    releases: releases.map(({ hospitalId, payload }) => {
      const { key } = hospitals.find(({ id }) => id === hospitalId)!
      return { hospitalId, envelope: sign(payload, payloadTypes.release, key) }
    }),
  }
}
