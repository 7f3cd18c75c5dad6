import { mkdirSync, readdirSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { ListenerSettings } from '@assay/contracts'
import { afterAll, afterEach, describe, expect, test, vi } from 'vitest'
import { hasProgram, runProgram } from '../../testing/dicom-programs.ts'
import {
  associateRequest,
  connectRaw,
  findCommand,
  fragment,
  statusOf,
  storeCommand,
} from '../../testing/raw-association.ts'
import { ctSlice } from '../../testing/slices.ts'
import { testFolder } from '../../testing/test-hospital.ts'
import { createListener, type DicomListener } from './dicom-listener.ts'
import type { Sunk } from './object-sink.ts'

const { folder, remove } = testFolder()
const drafts = join(folder, 'drafts')
mkdirSync(drafts)

interface Kept extends Sunk {
  readonly sopInstanceUid: string
  readonly peer: string
}

let listener: DicomListener | undefined
let kept: Kept[] = []
afterEach(async () => {
  await listener?.close()
  kept = []
})
afterAll(remove)

const settings: ListenerSettings = {
  enabled: true,
  host: '127.0.0.1',
  port: 0,
  tls: false,
  titles: [{ aeTitle: 'ASSAY', category: 'lung-ct', provenance: 'patients' }],
  peers: [{ aeTitle: 'SCANNER', address: '127.0.0.1', commitment: null }],
}

let drafted = 0
async function listen(patience = {}): Promise<number> {
  listener = createListener(
    join(folder, 'listener'),
    {
      clock: () => new Date(0),
      newDraft: () => join(drafts, `${drafted++}`),
      keep: async (_title, { draft, ...one }) => {
        kept.push(one)
        await rm(draft)
      },
      askCommitment: () => Promise.reject(new Error('not asked')),
      onFault: () => undefined,
    },
    patience,
  )
  await listener.apply(settings)
  const { listening } = await listener.status()
  return listening!
}

/** A data set of a slice, without what a file has before it. */
const dataset = (slice: number) => {
  const file = ctSlice({ slice, size: 64 })
  return file.subarray(144 + file.readUInt32LE(140))
}
const instance = (slice: number) => `1.2.826.0.1.3680043.10.1401.1.1.${slice}`
const store = (slice: number) => [
  fragment(3, storeCommand(instance(slice), slice), { isCommand: true }),
  fragment(3, dataset(slice)),
]

async function associated(port: number) {
  const peer = await connectRaw(port)
  peer.send(associateRequest('SCANNER', 'ASSAY'))
  expect((await peer.next())?.kind).toBe(2)
  return peer
}

/** Whether a well-behaved peer is answered. */
async function answersOthers(port: number): Promise<boolean> {
  const peer = await associated(port)
  peer.send(...store(99))
  const status = statusOf(await peer.next())
  peer.socket.destroy()
  await peer.closed
  return status === 0
}

describe('a listener among hostile senders', () => {
  test('keeps nothing of a sender that was rejected and sends all the same', async () => {
    const port = await listen()
    for (const [calling, called] of [
      ['STRANGER', 'ASSAY'],
      ['SCANNER', 'OTHER'],
    ] as const) {
      const peer = await connectRaw(port)
      peer.send(associateRequest(calling, called), ...store(1))
      expect((await peer.next())?.kind).toBe(3)
      await peer.closed
    }
    expect(await answersOthers(port)).toBe(true)
    expect(kept.map(({ sopInstanceUid }) => sopInstanceUid)).toEqual([instance(99)])
    expect(readdirSync(drafts)).toEqual([])
  })

  test('ends an association that asks for another on the same connection', async () => {
    const port = await listen()
    const peer = await associated(port)
    peer.send(associateRequest('SCANNER', 'ASSAY'))
    await peer.closed
    expect(await answersOthers(port)).toBe(true)
  })

  test('answers no object whole that it does not have whole, be the next one begun before the answer', async () => {
    const port = await listen()
    const peer = await associated(port)
    peer.send(Buffer.concat([1, 2, 3].flatMap(store)))
    let answers = 0
    for (let answer = await peer.next(); answer && answers < 3; answer = await peer.next())
      if (statusOf(answer) === 0) answers += 1
    peer.socket.destroy()
    expect(answers).toBeLessThanOrEqual(kept.length)
    expect(await answersOthers(port)).toBe(true)
    // Slices of one size have data sets of one size, and UIDs of one length.
    const whole = kept.at(-1)!.size
    for (const { size } of kept) expect(Math.abs(size - whole)).toBeLessThan(4)
    expect(readdirSync(drafts)).toEqual([])
  })

  test.each([
    ['a command', true, 3],
    ['the data set of another service', false, 1],
  ])('ends an association in which %s never ends, before it fills the memory', async (_, isCommand, context) => {
    const port = await listen()
    const peer = await associated(port)
    if (!isCommand) peer.send(fragment(context, findCommand, { isCommand: true }))
    let sent = 0
    const piece = fragment(context, Buffer.alloc(200_000), { isCommand, isLast: false })
    while (!peer.socket.closed && sent < 2 ** 29) {
      if (!peer.socket.write(piece))
        await Promise.race([new Promise((resolve) => peer.socket.once('drain', resolve)), peer.closed])
      sent += piece.length
    }
    await peer.closed
    expect(sent).toBeLessThan(2 ** 28)
    expect(await answersOthers(port)).toBe(true)
  })

  test('forgets what a sender began and did not end, also amid a unit', async () => {
    const port = await listen()
    const half = dataset(1).subarray(0, 3000)
    const peer = await associated(port)
    const [command, data] = store(1)
    peer.send(command!, fragment(3, half, { isLast: false }), data!.subarray(0, 500))
    peer.socket.end()
    await peer.closed
    expect(await answersOthers(port)).toBe(true)
    expect(kept).toHaveLength(1)
    expect(readdirSync(drafts)).toEqual([])
  })

  test('cuts off senders that stop, be it before the association, amid a unit, or by a byte now and then', async () => {
    const port = await listen({ association: 1500, unit: 1500 })
    const silent = await connectRaw(port)
    const dripping = await connectRaw(port)
    const request = associateRequest('SCANNER', 'ASSAY')
    let at = 0
    const drip = setInterval(() => {
      if (at < request.length - 1) dripping.send(request.subarray(at, ++at))
    }, 100)
    const stopped = await associated(port)
    stopped.send(store(1)[1]!.subarray(0, 100))
    const idle = await associated(port)
    await Promise.all([silent.closed, dripping.closed, stopped.closed, idle.closed])
    clearInterval(drip)
    expect(at).toBeLessThan(request.length - 1)
    expect(await answersOthers(port)).toBe(true)
  })

  test('recovers from a flood of associations, of which it holds no more than it can', async () => {
    const port = await listen({ association: 1500 })
    const flood = await Promise.all(Array.from({ length: 300 }, () => connectRaw(port).catch(() => undefined)))
    await Promise.all(flood.map((peer) => peer?.closed))
    expect(await answersOthers(port)).toBe(true)
    if (!hasProgram('echoscu')) return
    const echo = await runProgram('echoscu', ['-aec', 'ASSAY', '-aet', 'SCANNER', '127.0.0.1', `${port}`])
    expect(echo).toMatchObject({ status: 0 })
  })

  test('takes no object of a class that was not accepted', async () => {
    const port = await listen()
    const peer = await connectRaw(port)
    peer.send(associateRequest('SCANNER', 'ASSAY', ['1.2.3.4', '1.2.840.10008.5.1.4.1.2.2.1']))
    expect((await peer.next())?.kind).toBe(2)
    peer.send(fragment(1, storeCommand(instance(1)), { isCommand: true }), fragment(1, dataset(1)))
    await peer.closed
    expect(kept).toEqual([])
    expect(readdirSync(drafts)).toEqual([])
    expect(await answersOthers(port)).toBe(true)
  })

  test('goes on answering after units that were cut, changed and put in the wrong order', async () => {
    const said = ['log', 'info', 'warn', 'error'].map((level) => vi.spyOn(console, level as 'warn'))
    const port = await listen()
    const whole = Buffer.concat([associateRequest('SCANNER', 'ASSAY'), ...store(1)])
    let state = 20_261_127
    const below = (most: number) => {
      state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
      return Math.floor((state / 2 ** 32) * most)
    }
    for (let run = 0; run < 200; run += 1) {
      const bytes = Buffer.from(whole)
      for (let i = 1 + below(6); i > 0; i -= 1) bytes[below(Math.min(bytes.length, 700))] = below(256)
      const peer = await connectRaw(port)
      peer.send(bytes.subarray(0, below(2) ? bytes.length : below(bytes.length)))
      peer.socket.end()
      await Promise.race([peer.closed, new Promise((resolve) => setTimeout(resolve, 300))])
      peer.socket.destroy()
    }
    expect(await answersOthers(port)).toBe(true)
    // What a library has to say of it quotes what was sent.
    for (const one of said) expect(one).not.toHaveBeenCalled()
    vi.restoreAllMocks()
  }, 240_000)
})
