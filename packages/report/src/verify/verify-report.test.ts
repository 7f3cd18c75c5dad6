import type { DeviceManifest, Protocol, ReleasePayload, TrustFile } from '@assay/contracts'
import { payloadTypes } from '@assay/contracts'
import { append, ledgerMigrations, readCheckpoint, readEvidence, signCheckpoint } from '@assay/ledger'
import { createKey, type SigningKey, sha256OfJson, sign } from '@assay/signing'
import { drawsOf, ec57Beats, release } from '@assay/statistics'
import { inTransaction, newId } from '@assay/store'
import { openTestStore } from '@assay/store/testing'
import fc from 'fast-check'
import { beforeAll, describe, expect, it } from 'vitest'
import { composeReport } from '../document/compose-report.ts'
import type { ReportBundle } from '../document/report-document.ts'
import { sealReport } from './seal-report.ts'
import { verifyReport } from './verify-report.ts'

const draws = drawsOf(20261123, 1)
const random = (length: number) => Uint8Array.from({ length }, () => draws.below(256))
const now = new Date('2026-11-23T12:00:00.000Z')
const clock = () => now
const id = () => newId(clock, random)
const hash = (text: string) => sha256OfJson({ text })

interface Party {
  id: string
  name: string
  key: SigningKey
}
const party = (name: string): Party => ({ id: id(), name, key: createKey(random) })
const hub = party('Test Centre')
const hospitals = ['North', 'River', 'Harbour'].map(party)
const identity = ({ id, name, key: { keyId, publicKey } }: Party, role: 'hub' | 'hospital') => ({
  ...{ id, role, name, keyId, publicKey },
})
const trust: TrustFile = {
  schema: 'assay.trust/1',
  keys: [identity(hub, 'hub'), ...hospitals.map((one) => identity(one, 'hospital'))],
}

const manifest: DeviceManifest = {
  ...{ schema: 'assay.device/1', name: 'Beats', version: '1.0', vendor: 'Vendor', category: 'ecg' },
  ...{ task: 'beat-classification', intendedUse: 'Finds beats.' },
  program: { interpreter: 'node', file: 'detect.js' },
  inputs: [{ slug: 'ecg-record', kind: 'Waveform', relativePath: 'in' }],
  outputs: [{ slug: 'beats', kind: 'Waveform Annotations', relativePath: 'out' }],
  limits: { wallSeconds: 10, cpuSeconds: 10, memoryMiB: 64, processes: 8, outputMiB: 1, outputFiles: 1 },
}

const parameters = ec57Beats.parameters.parse({})
const protocol: Protocol = {
  ...{ schema: 'assay.protocol/1', evaluationId: id(), number: 'EV-2026-0001', title: 'Beats', intendedUse: 'Beats.' },
  ...{ category: 'ecg', task: 'beat-classification', target: 'these-hospitals', leastHospitals: 3 },
  endpoints: [{ id: 'beats', estimator: 'ec57-beats', version: 1, parameters }],
  criteria: {
    ...{ id: 'veb', endpoint: 'beats', figure: 'veb.sensitivity.gross', side: 'lower', bound: 0.8, alpha: 0.025 },
    leastEffectivePatients: 10,
  },
  failedOutput: 'nothing-found',
  sampleSize: { leastPatients: 10, justification: 'test' },
  device: { deviceId: id(), name: 'Beats', version: '1.0', vendor: 'Vendor', packageDigest: hash('package') },
  hospitals: hospitals.map((one) => ({
    ...{ hospitalId: one.id, name: one.name, testSetId: id(), testSetVersion: 1, manifestHash: hash(one.name) },
    provenance: 'public' as const,
  })),
  look: { number: 1, allowed: null },
  lockedAt: now.toISOString(),
}
const protocolHash = sha256OfJson(protocol)

function released(one: Party): ReleasePayload {
  const place = protocol.hospitals.find(({ hospitalId }) => hospitalId === one.id)!
  const scores = Array.from({ length: 8 }, (_, patient) => ({
    ...{
      patient: `${patient}`,
      record: `${patient}`,
      paced: false,
      scoredSeconds: 1500,
      shutdownSeconds: 0,
      failure: null,
    },
    matrix: { Nn: 1000 + draws.below(900), Vv: 20 + draws.below(80), Vn: draws.below(9), On: draws.below(5) },
  }))
  return {
    ...{ schema: 'assay.release/1', releaseId: id(), hospitalId: one.id, evaluationId: protocol.evaluationId },
    ...{ protocolHash, deviceDigest: protocol.device.packageDigest, testSetId: place.testSetId },
    ...{ manifestHash: place.manifestHash, provenance: 'public', recipient: hub.id, purpose: 'evaluation-decision' },
    policy: { id: 'public-or-synthetic', version: 1, hash: hash('policy') },
    endpoints: [
      {
        endpoint: 'beats',
        released: release(ec57Beats.summarise(scores, parameters), ({ value }) => ({ kind: 'exact', value })),
      },
    ],
    conduct: {
      ...{ isolation: 'bubblewrap', isolationParts: ['network-namespace'], demonstration: false, cases: 8 },
      ...{ outcomes: { completed: 8 }, restarts: 0, nodeVersion: '1', startedAt: now.toISOString() },
      finishedAt: now.toISOString(),
    },
    ...{ ledger: { size: 1, rootHash: hash('root') }, preparedAt: now.toISOString() },
  }
}

const pdf = { name: 'report.en.pdf', bytes: Buffer.from('a document') }
let bundle: ReportBundle

async function makeBundle(): Promise<ReportBundle> {
  const releases = hospitals.map((one) => ({ hospitalId: one.id, payload: released(one), key: one.key }))
  const store = await openTestStore(ledgerMigrations)
  const { evaluationId } = protocol
  const acts = [
    { type: 'protocol-locked', subject: { evaluationId, protocolHash } },
    ...hospitals.map((one) => ({ type: 'release-received', subject: { evaluationId, hospitalId: one.id } })),
  ]
  for (const act of acts)
    await inTransaction(store.db, (transaction) => append(transaction, { ...act, at: now }, random))
  const checkpoint = await readCheckpoint(store.db, hub.id, clock)
  const evidence = {
    keys: hospitals.map((one) => identity(one, 'hospital')),
    protocol: sign(protocol, payloadTypes.protocol, hub.key),
    approvals: releases.map(({ hospitalId, payload, key }) => {
      const { deviceDigest, manifestHash } = payload
      const approval = {
        evaluationId,
        hospitalId,
        protocolHash,
        deviceDigest,
        manifestHash,
        approvedAt: now.toISOString(),
      }
      return { hospitalId, envelope: sign({ schema: 'assay.approval/1', ...approval }, payloadTypes.approval, key) }
    }),
    releases: releases.map(({ hospitalId, payload, key }) => ({
      hospitalId,
      envelope: sign(payload, payloadTypes.release, key),
    })),
    ledger: {
      checkpoint: signCheckpoint(checkpoint, hub.key),
      acts: await Promise.all(acts.map((_, index) => readEvidence(store.db, index, checkpoint.size))),
    },
  }
  await store.close()
  const report = composeReport({
    ...{ protocol, manifest, hub: identity(hub, 'hub'), releases, story: [], issuedAt: now, softwareVersion: '1' },
    hospitals: hospitals.map((one) => ({
      ...{ hospitalId: one.id, keyId: one.key.keyId, state: 'released' as const, reason: null, patients: 8, cases: 8 },
    })),
  })
  return sealReport(report, evidence, [pdf], hub.key)
}

beforeAll(async () => {
  bundle = JSON.parse(JSON.stringify(await makeBundle()))
})

function failedChecks(value: unknown, options: Parameters<typeof verifyReport>[1] = { trust, files: [pdf] }): string[] {
  return verifyReport(value, options)
    .checks.filter(({ status }) => status === 'failed')
    .map(({ id: check }) => check)
}

function copy(): ReportBundle {
  return JSON.parse(JSON.stringify(bundle))
}

/** Paths of all numbers below a value. */
function numbersBelow(value: unknown, path: (string | number)[] = []): (string | number)[][] {
  if (typeof value === 'number') return [path]
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([key, inner]) => numbersBelow(inner, [...path, key]))
}

function changeAt(value: unknown, path: (string | number)[], change: (number: number) => number): void {
  const [key, ...rest] = path as [string, ...string[]]
  const holder = value as Record<string, unknown>
  if (rest.length === 0) holder[key] = change(holder[key] as number)
  else changeAt(holder[key], rest, change)
}

describe('verifyReport', () => {
  it('passes a report that its hub and hospitals signed, to a reader who trusts their keys', () => {
    expect(verifyReport(bundle, { trust, files: [pdf] })).toMatchObject({ outcome: 'passed', number: 'EV-2026-0001' })
  })

  it('says that the origin is unverified where nobody is trusted', () => {
    expect(verifyReport(bundle, { files: [pdf] })).toMatchObject({ outcome: 'unverified' })
  })

  it('fails on any changed number, also when the hub signs it again: the releases say otherwise', () => {
    const paths = numbersBelow(bundle.report)
    fc.assert(
      fc.property(fc.constantFrom(...paths), (path) => {
        const changed = copy()
        changeAt(changed.report, path, (number) => number + (Number.isInteger(number) ? 1 : 1e-9))
        expect(verifyReport(changed, { trust, files: [pdf] }).outcome).toBe('failed')
      }),
    )
    const forged = copy()
    const veb = forged.report.endpoints[0]!.figures.find(({ id: figure }) => figure === 'veb.sensitivity.gross')!
    changeAt(veb, ['estimate'], (number) => number + 0.01)
    const signedAgain = sealReport(forged.report, forged.evidence, [pdf], hub.key)
    expect(failedChecks(signedAgain)).toEqual(['figures'])
  })

  it('fails when two hospitals’ releases are swapped', () => {
    const swapped = copy()
    const [first, second] = [swapped.evidence.releases[0]!, swapped.evidence.releases[1]!]
    const kept = first.hospitalId
    first.hospitalId = second.hospitalId
    second.hospitalId = kept
    expect(failedChecks(sealReport(swapped.report, swapped.evidence, [pdf], hub.key))).toContain('releases')
  })

  it('fails for a stranger’s signature, and for keys that are not trusted', () => {
    const stranger = sealReport(bundle.report, bundle.evidence, [pdf], createKey(random))
    expect(failedChecks(stranger)).toContain('attestation')
    const others: TrustFile = { schema: 'assay.trust/1', keys: [identity(party('Somebody'), 'hub')] }
    expect(failedChecks(bundle, { trust: others })).toContain('origin')
  })

  it('fails for another PDF, for an act that is not in the ledger, and for what is no report', () => {
    expect(failedChecks(bundle, { trust, files: [{ ...pdf, bytes: Buffer.from('another') }] })).toEqual(['files'])
    const without = copy()
    without.evidence.ledger.acts.shift()
    expect(failedChecks(sealReport(without.report, without.evidence, [pdf], hub.key))).toEqual(['ledger'])
    expect(failedChecks({ report: {} })).toEqual(['form'])
  })
})
