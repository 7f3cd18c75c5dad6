import { randomBytes, randomUUID } from 'node:crypto'
import {
  type ApprovalPayload,
  type DistributionReference,
  errorBody,
  type hubMessageBodies,
  hubMessageBodies as incoming,
  nodeMessageBodies,
  type Protocol,
  payloadTypes,
  protocol,
  type ReleasePayload,
  type TestSetAnnouncement,
} from '@assay/contracts'
import { createWakeUp, download, enqueue, fetchTransport, type Link, linkMigrations, runLink } from '@assay/link'
import { createKey, readUnverified, type SigningKey, sha256, sha256OfJson, sign, verificationKey } from '@assay/signing'
import { findOneRoundEstimator, release } from '@assay/statistics'
import { inTransaction, newId, type Store } from '@assay/store'
import { openTestStore } from '@assay/store/testing'

const clock = () => new Date()

/** A hospital as a test plays it: real keys, real messages, no runs. */
export interface FakeHospital {
  readonly id: string
  readonly key: SigningKey
  readonly testSet: TestSetAnnouncement
  /** Types of the messages that came from the hub, in order. */
  readonly heard: string[]
  /** What other hospitals have together, as the hub told it. */
  readonly references: readonly DistributionReference[]
  /** Messages of ours that the hub refused for good: type and code. */
  readonly refused: { type: string; code: string }[]
  readonly send: <Type extends keyof typeof nodeMessageBodies>(type: Type, body: unknown) => Promise<void>
  readonly asked: (evaluationId: string) => Promise<Protocol>
  readonly hears: (type: string) => Promise<void>
  readonly approve: (locked: Protocol, changes?: Partial<ApprovalPayload>) => Promise<void>
  readonly releaseFor: (locked: Protocol, changes?: Partial<ReleasePayload>) => ReleasePayload
  readonly release: (locked: Protocol, changes?: Partial<ReleasePayload>) => Promise<void>
  readonly fetchPackage: (digest: string) => Promise<string>
  /** The same of a declaration of training data. */
  readonly fetchTraining: (digest: string) => Promise<string>
  /** Posts a message signed here with any header; gives the status and the error's code. */
  readonly post: (header: Record<string, unknown>, key?: SigningKey) => Promise<{ status: number; code?: string }>
  readonly stop: () => Promise<void>
}

interface Invitation {
  code: string
  hubUrl: string
  hubKeyId: string
}

/** Enrols a hospital with an invitation, announces a sealed set of `patients`, and keeps in touch until stopped. */
export async function joinHospital(invitation: Invitation, name: string, patients = 24): Promise<FakeHospital> {
  const id = newId(clock, randomBytes)
  const key = createKey(randomBytes)
  const { hub } = await enrol(invitation, { id, name, key })
  const store = await openTestStore<object>(linkMigrations)
  const heard: string[] = []
  const refused: FakeHospital['refused'] = []
  const protocols = new Map<string, Protocol>()
  const references: DistributionReference[] = []
  const hear = (type: string) => async () => void heard.push(type)
  const link: Link<object, typeof hubMessageBodies, typeof nodeMessageBodies> = {
    db: store.db,
    self: id,
    key,
    clock,
    random: randomBytes,
    incoming,
    outgoing: nodeMessageBodies,
    keysOf: async (peer) => (peer === hub.id ? [verificationKey(hub.publicKey)] : []),
    wakeUp: createWakeUp(),
    handlers: {
      'evaluation-asked': async (_transaction, { body }) => {
        protocols.set(body.evaluationId, protocol.parse(readUnverified(body.protocol)))
        heard.push('evaluation-asked')
      },
      'run-ordered': hear('run-ordered'),
      'evaluation-ended': hear('evaluation-ended'),
      'report-issued': hear('report-issued'),
      'linkage-asked': hear('linkage-asked'),
      'linkage-opened': hear('linkage-opened'),
      'linkage-question': hear('linkage-question'),
      'linkage-answer': hear('linkage-answer'),
      'linkage-found': hear('linkage-found'),
      'linkage-ended': hear('linkage-ended'),
      'distribution-asked': hear('distribution-asked'),
      'distribution-reference': async (_transaction, { body }) => {
        references.push(readUnverified(body.reference) as DistributionReference)
        heard.push('distribution-reference')
      },
    },
    onRefused: async (_transaction, { type, code }) => void refused.push({ type, code }),
  }
  const peer = { id: hub.id, transport: fetchTransport(invitation.hubUrl) }
  const stopping = new AbortController()
  const running = runLink(link, peer, { signal: stopping.signal, waitMs: 5000 })
  const testSet = sealedSet(patients)
  const send: FakeHospital['send'] = async (type, body) => {
    await inTransaction(store.db, (transaction) =>
      enqueue(transaction, link, { to: hub.id, type, body: body as never }),
    )
  }
  await send('test-set-announced', testSet)
  /** The hash of what the hub hands out. */
  const fetched = async (path: string, type: string, digest: string) => {
    const pieces: Uint8Array[] = []
    const request = { path, type, body: { digest }, signal: stopping.signal }
    for await (const piece of download(link, peer, request)) pieces.push(piece)
    return sha256(Buffer.concat(pieces))
  }
  const releaseFor: FakeHospital['releaseFor'] = (locked, changes = {}) => ({
    ...composeRelease(locked, { hospitalId: id, recipient: hub.id, patients }),
    ...changes,
  })
  return {
    id,
    key,
    testSet,
    heard,
    references,
    refused,
    send,
    releaseFor,
    asked: (evaluationId) => until(() => protocols.get(evaluationId)),
    hears: async (type) => void (await until(() => heard.includes(type) || undefined)),
    approve: (locked, changes) => send('evaluation-approved', approvalOf(locked, id, key, changes)),
    release: (locked, changes) => {
      const signed = sign(releaseFor(locked, changes), payloadTypes.release, key)
      return send('release-signed', { evaluationId: locked.evaluationId, release: signed })
    },
    fetchPackage: (digest) => fetched('/link/packages', 'device-package', digest),
    fetchTraining: (digest) => fetched('/link/training', 'training-declaration', digest),
    post: (header, signer = key) => postMessage(invitation.hubUrl, { from: id, to: hub.id, ...header }, signer),
    stop: () => stop(stopping, running, store),
  }
}

async function stop(stopping: AbortController, running: Promise<void>, store: Store<object>): Promise<void> {
  stopping.abort()
  await running
  await store.close()
}

/** Waits for a value, for at most a minute. */
export async function until<T>(find: () => T | undefined | Promise<T | undefined>): Promise<T> {
  for (const deadline = Date.now() + 60_000; Date.now() < deadline; ) {
    const found = await find()
    if (found !== undefined) return found
    await new Promise((resolve) => setTimeout(resolve, 25))
  }
  throw new Error('Waited in vain')
}

async function enrol({ code, hubUrl }: Invitation, { id, name, key }: { id: string; name: string; key: SigningKey }) {
  const hospital = { id, role: 'hospital', name, keyId: key.keyId, publicKey: key.publicKey }
  const request = { code, hospital, deskUrl: 'http://127.0.0.1:4101', demonstration: true }
  const body = JSON.stringify(sign(request, payloadTypes.enrolment, key))
  const headers = { 'content-type': 'application/json' }
  const response = await fetch(`${hubUrl}/link/enrol`, { method: 'POST', headers, body })
  if (!response.ok) throw new Error(await response.text())
  return (await response.json()) as { hub: { id: string; publicKey: string }; hospitalId: string }
}

function sealedSet(patients: number): TestSetAnnouncement {
  const testSetId = newId(clock, randomBytes)
  return {
    testSetId,
    category: 'ecg',
    task: 'beat-classification',
    version: 1,
    provenance: 'synthetic',
    manifestHash: sha256(testSetId),
    patients,
    cases: patients,
    sealedAt: clock().toISOString(),
  }
}

function approvalOf(locked: Protocol, hospitalId: string, key: SigningKey, changes: Partial<ApprovalPayload> = {}) {
  const { evaluationId, device, hospitals } = locked
  const protocolHash = sha256OfJson(locked)
  const payload: ApprovalPayload = {
    schema: 'assay.approval/1',
    evaluationId,
    hospitalId,
    protocolHash,
    deviceDigest: device.packageDigest,
    manifestHash: hospitals.find((one) => one.hospitalId === hospitalId)!.manifestHash,
    approvedAt: clock().toISOString(),
    ...changes,
  }
  return { evaluationId, protocolHash, approval: sign(payload, payloadTypes.approval, key) }
}

/** A release over invented counts: every beat found, one in twenty ventricular beats called normal. */
function composeRelease(
  locked: Protocol,
  { hospitalId, recipient, patients }: { hospitalId: string; recipient: string; patients: number },
): ReleasePayload {
  const place = locked.hospitals.find((one) => one.hospitalId === hospitalId)!
  const cases = Array.from({ length: patients }, (_, index) => ({
    patient: `p${index}`,
    record: `r${index}`,
    paced: false,
    failure: null,
    matrix: { Nn: 1500 + index, Vv: 95, Vn: 5, Ss: 40, Sn: 2 + (index % 3), Nv: 2, On: 3, No: 4 },
    scoredSeconds: 1500,
    shutdownSeconds: 0,
  }))
  const endpoints = locked.endpoints.map(({ id, estimator, version, parameters }) => {
    const summary = findOneRoundEstimator(estimator, version)!.summarise(cases, parameters)
    return { endpoint: id, released: release(summary, ({ value }) => ({ kind: 'exact', value })) }
  })
  const at = clock().toISOString()
  return {
    schema: 'assay.release/1',
    releaseId: newId(clock, randomBytes),
    hospitalId,
    recipient,
    evaluationId: locked.evaluationId,
    protocolHash: sha256OfJson(locked),
    deviceDigest: locked.device.packageDigest,
    testSetId: place.testSetId,
    manifestHash: place.manifestHash,
    provenance: place.provenance,
    purpose: 'evaluation-decision',
    endpoints,
    policy: { id: 'public-or-synthetic', version: 1, hash: sha256('policy') },
    conduct: {
      wayOfRunning: 'package',
      disclosed: { cases: 0, before: 0 },
      isolation: 'none',
      isolationParts: [],
      demonstration: true,
      cases: patients,
      restarts: 0,
      executors: ['node v24.21.0'],
      kernels: ['Linux 6.1.0'],
      imageDigest: null,
      isolationSeen: 0,
      starts: 'one-per-start',
      repeats: { cases: 0, differing: 0 },
      provenanceHash: sha256('provenance'),
      outcomes: { completed: patients },
      nodeVersion: '0.1.0',
      startedAt: at,
      finishedAt: at,
    },
    ledger: { size: 3, rootHash: sha256(randomUUID()) },
    preparedAt: at,
  }
}

async function postMessage(hubUrl: string, header: Record<string, unknown>, key: SigningKey) {
  const now = Date.now()
  const message = {
    id: newId(clock, randomBytes),
    nonce: randomBytes(16).toString('hex'),
    issuedAt: new Date(now).toISOString(),
    expiresAt: new Date(now + 60_000).toISOString(),
    ...header,
  }
  const body = JSON.stringify(sign(message, payloadTypes.message, key))
  const headers = { 'content-type': 'application/json' }
  const response = await fetch(`${hubUrl}/link/messages`, { method: 'POST', headers, body })
  const answer: unknown = await response.json()
  const parsed = errorBody.safeParse(answer)
  if (parsed.success) return { status: response.status, code: parsed.data.error.code }
  const { acknowledgement } = answer as { acknowledgement: unknown }
  const { outcome, code } = readUnverified(acknowledgement) as { outcome: string; code?: string }
  return outcome === 'refused' && code ? { status: response.status, code } : { status: response.status }
}
