import { randomBytes, randomInt } from 'node:crypto'
import { findTask } from '@assay/categories'
import {
  AssayError,
  type ErrorCode,
  hubMessageBodies,
  nodeMessageBodies,
  type Protocol,
  type PublicIdentity,
  payloadTypes,
  sha256Hex,
  type TestSetAnnouncement,
} from '@assay/contracts'
import { createApp, type Router, serve, silentLogger, z } from '@assay/http'
import {
  answerMessage,
  answerPoll,
  createWakeUp,
  enqueue,
  type Handler,
  type Link,
  linkMigrations,
  verifyRequest,
} from '@assay/link'
import { createKey, readUnverified, type SigningKey, sha256OfJson, sign, verificationKey } from '@assay/signing'
import { inTransaction, newId } from '@assay/store'
import { openTestStore } from '@assay/store/testing'
import { afterAll } from 'vitest'
import { until } from './until.ts'

const clock = () => new Date()
const version = '0.1.0'

/** A message that a hospital sent, as the hub took it: verified, once. */
interface Heard {
  readonly from: string
  readonly type: string
  readonly body: Record<string, unknown>
}

/** A hub as a test plays it: real keys, real messages over HTTP, no decisions. */
export interface FakeHub {
  readonly url: string
  readonly identity: PublicIdentity
  readonly key: SigningKey
  readonly invitation: { hubUrl: string; code: string; hubKeyId: string }
  /** Enrolled hospitals: id → key id. */
  readonly hospitals: Map<string, string>
  /** Device packages, and declarations of training data, by digest. */
  readonly packages: Map<string, Uint8Array>
  readonly heard: Heard[]
  /** Types of messages that it refuses for good, with the code. */
  readonly refusing: Map<string, ErrorCode>
  /** Outcomes of its own messages that a hospital refused: type and code. */
  readonly refused: { type: string; code: string }[]
  readonly hears: (type: string, evaluationId?: string) => Promise<Heard>
  readonly say: (to: string, type: keyof typeof hubMessageBodies, body: unknown) => Promise<void>
  /** Locks a protocol for one hospital's set and asks. */
  readonly ask: (to: string, testSet: TestSetAnnouncement, device: string, changes?: object) => Promise<Protocol>
  readonly order: (to: string, locked: Protocol) => Promise<void>
  readonly stop: () => Promise<void>
}

type HubEnd = Link<object, typeof nodeMessageBodies, typeof hubMessageBodies>

/** Starts a hub that takes every message and sends what a test tells it to. */
export async function startFakeHub(): Promise<FakeHub> {
  const store = await openTestStore<object>(linkMigrations)
  const key = createKey(randomBytes)
  const identity: PublicIdentity = {
    id: newId(clock, randomBytes),
    role: 'hub',
    name: 'Test Centre',
    keyId: key.keyId,
    publicKey: key.publicKey,
  }
  const keys = new Map<string, string>()
  const hospitals: FakeHub['hospitals'] = new Map()
  const packages: FakeHub['packages'] = new Map()
  const heard: Heard[] = []
  const refusing: FakeHub['refusing'] = new Map()
  const refused: FakeHub['refused'] = []
  const hear: Handler<object, unknown> = async (_transaction, { from, type, body }) => {
    const code = refusing.get(type)
    if (code) throw new AssayError(code)
    heard.push({ from, type, body: body as Heard['body'] })
  }
  const link: HubEnd = {
    db: store.db,
    self: identity.id,
    key,
    clock,
    random: randomBytes,
    wakeUp: createWakeUp(),
    incoming: nodeMessageBodies,
    outgoing: hubMessageBodies,
    keysOf: async (peer) => (keys.has(peer) ? [verificationKey(keys.get(peer)!)] : []),
    handlers: Object.fromEntries(Object.keys(nodeMessageBodies).map((type) => [type, hear])) as HubEnd['handlers'],
    onRefused: async (_transaction, { type, code }) => void refused.push({ type, code }),
  }
  const app = createApp({ title: 'hub', version, log: silentLogger(), random: randomBytes })
  const code = Buffer.from(randomBytes(16)).toString('hex')
  mountEnrolment(app, identity, code, ({ id, keyId, publicKey }) => {
    keys.set(id, publicKey)
    hospitals.set(id, keyId)
  })
  mountLink(app, link, packages)
  const served = await serve({ app, host: '127.0.0.1', port: 0 })
  const say: FakeHub['say'] = async (to, type, body) => {
    await inTransaction(store.db, (transaction) => enqueue(transaction, link, { to, type, body: body as never }))
  }
  return {
    url: served.url,
    identity,
    key,
    hospitals,
    packages,
    heard,
    refusing,
    refused,
    say,
    invitation: { hubUrl: served.url, code, hubKeyId: key.keyId },
    hears: (type, evaluationId) =>
      until(type, () =>
        heard.find((one) => one.type === type && (!evaluationId || one.body.evaluationId === evaluationId)),
      ),
    ask: async (to, testSet, device, changes = {}) => {
      const locked = { ...lockedProtocol(to, testSet, device), ...changes }
      const body = { evaluationId: locked.evaluationId, protocolHash: sha256OfJson(locked) }
      await say(to, 'evaluation-asked', { ...body, protocol: sign(locked, payloadTypes.protocol, key) })
      return locked
    },
    order: (to, locked) =>
      say(to, 'run-ordered', { evaluationId: locked.evaluationId, protocolHash: sha256OfJson(locked) }),
    stop: async () => {
      await served.close(100)
      await store.close()
    },
  }
}

function mountEnrolment(
  app: Router,
  identity: PublicIdentity,
  expected: string,
  enrol: (hospital: PublicIdentity) => void,
): void {
  app.get('/api/identity', (c) => c.json(identity))
  app.post('/link/enrol', async (c) => {
    const { code, hospital } = readUnverified(await c.req.json()) as { code: string; hospital: PublicIdentity }
    if (code !== expected) throw new AssayError('invitation-invalid')
    enrol(hospital)
    return c.json({ hub: identity, hospitalId: hospital.id })
  })
}

function mountLink(app: Router, link: HubEnd, packages: ReadonlyMap<string, Uint8Array>): void {
  app.post('/link/messages', async (c) => {
    const { acknowledgement } = await answerMessage(link, await c.req.json())
    return c.json({ acknowledgement })
  })
  app.post('/link/poll', async (c) => c.json(await answerPoll(link, await c.req.json(), c.req.raw.signal)))
  for (const [path, type] of [
    ['/link/packages', 'device-package'],
    ['/link/training', 'training-declaration'],
  ] as const)
    app.post(path, async (c) => {
      const asked = { type, schema: z.object({ digest: sha256Hex }) }
      const { body } = await verifyRequest(link, await c.req.json(), asked)
      const found = packages.get(body.digest)
      if (!found) throw new AssayError('not-found', { what: type })
      return c.body(Buffer.from(found), 200)
    })
}

function lockedProtocol(hospitalId: string, testSet: TestSetAnnouncement, packageDigest: string): Protocol {
  const { testSetId, version: testSetVersion, manifestHash, provenance, category, task } = testSet
  return {
    schema: 'assay.protocol/1',
    evaluationId: newId(clock, randomBytes),
    category,
    task,
    number: `EV-2026-${randomInt(1000, 9999)}`,
    title: 'Test ECG 1.0',
    intendedUse: 'Finds beats.',
    ...findTask('ecg', 'beat-classification')!.template,
    target: 'these-hospitals',
    leastHospitals: 1,
    sampleSize: { leastPatients: 1, justification: 'A test.' },
    device: { deviceId: newId(clock, randomBytes), name: 'Test ECG', version: '1.0', vendor: 'Maker', packageDigest },
    hospitals: [{ hospitalId, name: 'Northgate', testSetId, testSetVersion, manifestHash, provenance }],
    look: { number: 1, allowed: null },
    lockedAt: clock().toISOString(),
  }
}

/** Such a hub for all tests of a file: started here, stopped after the last of them. */
export async function fakeHubForTests(): Promise<FakeHub> {
  const hub = await startFakeHub()
  afterAll(hub.stop)
  return hub
}
