import { randomBytes } from 'node:crypto'
import { AssayError, type DsseEnvelope, payloadTypes } from '@assay/contracts'
import { createKey, type SigningKey, sign } from '@assay/signing'
import { inTransaction, newId, type Store } from '@assay/store'
import { describeStores, type OpenTestStore } from '@assay/store/testing'
import { afterEach, expect, test } from 'vitest'
import { z } from 'zod'
import { answerPoll } from './answer-poll.ts'
import { enqueue } from './enqueue.ts'
import type { Link, Refused } from './link.ts'
import { countOutbox, linkMigrations, readLastHeard } from './link-store.ts'
import { serveHub } from './loopback-hub.ts'
import { contentHash, signMessage } from './message.ts'
import { receive } from './receive.ts'
import { runLink } from './run-link.ts'
import { sendPending } from './send-pending.ts'
import { signRequest, verifyRequest } from './signed-request.ts'
import { fetchTransport, type Transport } from './transport.ts'
import { createWakeUp } from './wake-up.ts'

interface Tables {
  seen: { n: number }
}

const migrations = [...linkMigrations, { name: 'test-1', up: 'create table seen (n int not null)' }]
const bodies = { counted: z.strictObject({ n: z.int().min(0) }), other: z.strictObject({}) }
type End = Link<Tables, typeof bodies, typeof bodies> & { refused: Refused[] }

const hubId = '01890a5d-ac96-774b-bcce-b302099a8057'
const nodeId = '01890a5d-ac96-774b-bcce-b302099a8058'
const keys: Record<string, SigningKey> = { [hubId]: createKey(randomBytes), [nodeId]: createKey(randomBytes) }

function endOf(store: Store<Tables>, self: string, change: Partial<End> = {}): End {
  const refused: Refused[] = []
  return {
    db: store.db,
    self,
    key: keys[self]!,
    clock: () => new Date(),
    random: randomBytes,
    keysOf: async (peer) => (keys[peer] ? [keys[peer]] : []),
    incoming: bodies,
    outgoing: bodies,
    handlers: {
      counted: async (transaction, { body }) => {
        await transaction.insertInto('seen').values({ n: body.n }).execute()
        if (body.n === 13) throw new AssayError('state-conflict')
        if (body.n === 500) throw new Error('a fault of ours')
      },
      other: async () => undefined,
    },
    onRefused: async (_, message) => void refused.push(message),
    wakeUp: createWakeUp(),
    refused,
    ...change,
  }
}

const closing: (() => unknown)[] = []
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close()
})

async function pair(open: OpenTestStore) {
  const hub = endOf(await open<Tables>(migrations), hubId)
  const node = endOf(await open<Tables>(migrations), nodeId)
  const { url, close } = await serveHub(hub)
  const stop = new AbortController()
  closing.push(close, () => stop.abort())
  return { hub, node, peer: { id: hubId, transport: fetchTransport(url) }, signal: stop.signal }
}

function say(end: End, to: string, n: number): Promise<string> {
  return inTransaction(end.db, (transaction) => enqueue(transaction, end, { to, type: 'counted', body: { n } }))
}

async function seen(end: End): Promise<number[]> {
  const rows = await end.db.selectFrom('seen').select('n').execute()
  return rows.map((row) => row.n)
}

function message(n: number, change: object = {}): { id: string; type: string; to: string; body: unknown } {
  return { id: newId(() => new Date(), randomBytes), type: 'counted', to: hubId, body: { n }, ...change }
}

describeStores('link', (open) => {
  test('messages arrive in order, both ways, over HTTP', async () => {
    const { hub, node, peer, signal } = await pair(open)
    for (const n of [1, 2, 3]) await say(node, hubId, n)
    const stop = new AbortController()
    const running = runLink(node, peer, { signal: AbortSignal.any([signal, stop.signal]), waitMs: 2000 })
    await expect.poll(() => seen(hub)).toEqual([1, 2, 3])
    for (const n of [4, 5]) await say(hub, nodeId, n)
    await expect.poll(() => seen(node)).toEqual([4, 5])
    await say(node, hubId, 6)
    await expect.poll(() => seen(hub)).toEqual([1, 2, 3, 6])
    await expect.poll(() => countOutbox(node.db)).toEqual({ pending: 0, refused: 0 })
    await expect.poll(() => countOutbox(hub.db)).toEqual({ pending: 0, refused: 0 })
    expect([...(await readLastHeard(hub.db)).keys()]).toEqual([nodeId])
    stop.abort()
    await running
  })

  test('a message queued in a transaction that rolls back is never sent', async () => {
    const { node } = await pair(open)
    const failing = inTransaction(node.db, async (transaction) => {
      await enqueue(transaction, node, { to: hubId, type: 'counted', body: { n: 1 } })
      throw new Error('no')
    })
    await expect(failing).rejects.toThrow('no')
    expect(await countOutbox(node.db)).toEqual({ pending: 0, refused: 0 })
  })

  test('what the other side would refuse is not queued', async () => {
    const { node } = await pair(open)
    const wrong = (type: string, body: unknown) =>
      enqueue(node.db, node, { to: hubId, type: type as 'counted', body: body as { n: number } })
    await expect(wrong('unheard', {})).rejects.toThrow(new AssayError('message-type-unknown', { type: 'unheard' }))
    await expect(wrong('counted', { n: -1 })).rejects.toThrow(
      new AssayError('input-invalid', { where: 'n', what: 'too_small' }),
    )
  })

  test('a replayed message gives the same acknowledgement and no second effect, also when it has expired', async () => {
    const { hub, node } = await pair(open)
    const envelope = signMessage(node, message(1))
    const first = await receive(hub, envelope)
    const later = { ...hub, clock: () => new Date(Date.now() + 1e9) }
    expect(await receive(later, envelope)).toEqual(first)
    expect(await receive(hub, signMessage(node, { ...message(1), id: first.outcome.id }))).toEqual(first)
    expect(await seen(hub)).toEqual([1])
  })

  test('the same message on several connections at once has one effect', async () => {
    const { hub, node } = await pair(open)
    const envelope = signMessage(node, message(1))
    const receipts = await Promise.all(Array.from({ length: 8 }, () => receive(hub, envelope)))
    for (const receipt of receipts) expect(receipt).toEqual(receipts[0])
    expect(await seen(hub)).toEqual([1])
  })

  test('an id used again for other content is refused', async () => {
    const { hub, node } = await pair(open)
    const first = message(1)
    await receive(hub, signMessage(node, first))
    const { outcome } = await receive(hub, signMessage(node, { ...first, body: { n: 2 } }))
    expect(outcome).toMatchObject({ outcome: 'refused', code: 'message-reused' })
    expect(await seen(hub)).toEqual([1])
  })

  test('refusals for good are recorded and told to the sender, and the rest goes on', async () => {
    const { hub, node, peer, signal } = await pair(open)
    for (const n of [12, 13, 14]) await say(node, hubId, n)
    expect(await sendPending(node, peer, signal)).toBe(3)
    expect(node.refused).toMatchObject([{ to: hubId, type: 'counted', body: { n: 13 }, code: 'state-conflict' }])
    expect(await seen(hub)).toEqual([12, 14])
    expect(await countOutbox(node.db)).toEqual({ pending: 0, refused: 1 })
  })

  test('a node refuses for good too, and the hub hears it with the next poll', async () => {
    const { hub, node, peer, signal } = await pair(open)
    for (const n of [12, 13, 14]) await say(hub, nodeId, n)
    void runLink(node, peer, { signal, waitMs: 1000 })
    await expect.poll(() => countOutbox(hub.db)).toEqual({ pending: 0, refused: 1 })
    expect(hub.refused).toMatchObject([{ to: nodeId, code: 'state-conflict' }])
    expect(await seen(node)).toEqual([12, 14])
  })

  test('a fault of the receiver keeps the message and the order', async () => {
    const { hub, node, peer, signal } = await pair(open)
    for (const n of [1, 500, 2]) await say(node, hubId, n)
    await expect(sendPending(node, peer, signal)).rejects.toThrow(new AssayError('internal-error'))
    expect(await countOutbox(node.db)).toEqual({ pending: 2, refused: 0 })
    expect(await seen(hub)).toEqual([1])
  })

  test.each<[string, (hub: End, node: End) => DsseEnvelope | Promise<DsseEnvelope>, string]>([
    ['to somebody else', (_, node) => signMessage(node, message(1, { to: nodeId })), 'message-misdirected'],
    [
      'of a stranger',
      (_, node) => signMessage({ ...node, self: newId(() => new Date(), randomBytes) }, message(1)),
      'signer-unknown',
    ],
    [
      'under another key',
      (_, node) => signMessage({ ...node, key: createKey(randomBytes) }, message(1)),
      'signature-invalid',
    ],
    [
      'that has expired',
      (_, node) => signMessage({ ...node, clock: () => new Date(Date.now() - 2 * 3_600_000) }, message(1)),
      'message-expired',
    ],
    [
      'from the future',
      (_, node) => signMessage({ ...node, clock: () => new Date(Date.now() + 600_000) }, message(1)),
      'message-expired',
    ],
    ['valid for ever', (_, node) => signMessage(node, message(1), payloadTypes.message, 1e12), 'message-expired'],
    [
      'that is a request',
      (_, node) => signRequest(node, { to: hubId, type: 'counted', body: { n: 1 } }),
      'envelope-invalid',
    ],
    ['that is something else', (_, node) => sign({ hello: 1 }, payloadTypes.message, node.key), 'envelope-invalid'],
  ])('a message %s is not taken', async (_, make, code) => {
    const { hub, node } = await pair(open)
    await expect(receive(hub, await make(hub, node))).rejects.toMatchObject({ code })
    expect(await seen(hub)).toEqual([])
  })

  test.each([
    ['an unknown type', { type: 'unheard' }, 'message-type-unknown'],
    ['a type of every object', { type: 'constructor' }, 'message-type-unknown'],
    ['a body that fails its schema', { body: { n: 'one' } }, 'input-invalid'],
  ])('%s is refused for good', async (_, change, code) => {
    const { hub, node } = await pair(open)
    const { outcome } = await receive(hub, signMessage(node, message(1, change)))
    expect(outcome).toMatchObject({ outcome: 'refused', code })
  })

  test('only the hub’s own signed word for this very message settles it', async () => {
    const { hub, node, peer, signal } = await pair(open)
    await say(node, hubId, 1)
    const other = await receive(hub, signMessage(node, message(2)))
    const forged: [Transport, string][] = [
      [async () => Response.json({ acknowledgement: other.acknowledgement }), 'envelope-invalid'],
      [
        async () => Response.json({ acknowledgement: sign({}, payloadTypes.acknowledgement, keys[nodeId]!) }),
        'signature-invalid',
      ],
      [async () => Response.json({}), 'hub-unreachable'],
      [async () => new Response('<html>', { status: 200 }), 'hub-unreachable'],
      [async () => new Response('<html>', { status: 403 }), 'hub-unreachable'],
      [
        async () => Response.json({ error: { code: 'input-invalid', parameters: {} } }, { status: 400 }),
        'input-invalid',
      ],
    ]
    for (const [transport, code] of forged) {
      await expect(sendPending(node, { id: hubId, transport }, signal)).rejects.toMatchObject({ code })
    }
    expect(await countOutbox(node.db)).toEqual({ pending: 1, refused: 0 })
    expect(await sendPending(node, peer, signal)).toBe(1)
  })

  test('an acknowledgement that is lost on the way does no harm', async () => {
    const { hub, node, peer, signal } = await pair(open)
    await say(node, hubId, 1)
    const losing: Transport = async (...request) => {
      await peer.transport(...request)
      throw new AssayError('hub-unreachable', { reason: 'test' })
    }
    await expect(sendPending(node, { id: hubId, transport: losing }, signal)).rejects.toThrow('hub-unreachable')
    expect(await seen(hub)).toEqual([1])
    expect(await sendPending(node, peer, signal)).toBe(1)
    expect(await seen(hub)).toEqual([1])
  })

  test('a poll is good once, settles only what was sent to that node with that content, and waits', async () => {
    const { hub, node, signal } = await pair(open)
    const id = await say(hub, nodeId, 1)
    const outcome = {
      id,
      contentHash: contentHash({ ...message(1), id, from: hubId, to: nodeId }),
      outcome: 'accepted',
    }
    const poll = (outcomes: unknown[], waitMs = 0) =>
      signRequest(node, { to: hubId, type: 'poll', body: { outcomes, waitMs } })
    const first = poll([])
    expect((await answerPoll(hub, first, signal)).messages).toHaveLength(1)
    await expect(answerPoll(hub, first, signal)).rejects.toThrow(new AssayError('message-reused'))
    const wrong = { ...outcome, contentHash: '0'.repeat(64) }
    expect((await answerPoll(hub, poll([wrong]), signal)).messages).toHaveLength(1)
    const started = Date.now()
    expect((await answerPoll(hub, poll([outcome], 300), signal)).messages).toEqual([])
    expect(Date.now() - started).toBeGreaterThanOrEqual(290)
  })

  test('a waiting poll is answered as soon as a message is queued', async () => {
    const { hub, node, signal } = await pair(open)
    const { wake, wait } = createWakeUp()
    // Looks again only when woken, or too late for the test.
    const woken = {
      ...hub,
      wakeUp: { wake, wait: (to: string, _: number, until: AbortSignal) => wait(to, 600_000, until) },
    }
    const request = signRequest(node, { to: hubId, type: 'poll', body: { outcomes: [], waitMs: 20_000 } })
    const answered = answerPoll(woken, request, signal)
    setTimeout(() => void say(woken, nodeId, 1), 100)
    expect((await answered).messages).toHaveLength(1)
  })

  test('a copy of the hub without the wake-up finds the message a second later', async () => {
    const { hub, node, signal } = await pair(open)
    const copy = { ...hub, wakeUp: createWakeUp() }
    const request = signRequest(node, { to: hubId, type: 'poll', body: { outcomes: [], waitMs: 20_000 } })
    const answered = answerPoll(copy, request, signal)
    setTimeout(() => void say(hub, nodeId, 1), 100)
    expect((await answered).messages).toHaveLength(1)
  })

  test('a request says who asks, and is good once', async () => {
    const { hub, node } = await pair(open)
    const asked = { type: 'device-package', schema: z.strictObject({ digest: z.string() }) }
    const request = signRequest(node, { to: hubId, type: asked.type, body: { digest: 'abc' } })
    expect(await verifyRequest(hub, request, asked)).toEqual({ from: nodeId, body: { digest: 'abc' } })
    await expect(verifyRequest(hub, request, asked)).rejects.toThrow(new AssayError('message-reused'))
    const message = signMessage(node, {
      id: newId(() => new Date(), randomBytes),
      to: hubId,
      type: asked.type,
      body: {},
    })
    await expect(verifyRequest(hub, message, asked)).rejects.toThrow('envelope-invalid')
  })
})
