import { once } from 'node:events'
import { connect, type Socket } from 'node:net'

const verification = '1.2.840.10008.1.1'
const ctImageStorage = '1.2.840.10008.5.1.4.1.1.2'
const explicitLittleEndian = '1.2.840.10008.1.2.1'

/** Kinds of protocol data units, PS3.8 9.3. */
const kinds = { associate: 1, accept: 2, reject: 3, data: 4, release: 5, released: 6, abort: 7 } as const

/** A peer that sends protocol data units as it likes, right or wrong. */
export interface RawPeer {
  readonly socket: Socket
  readonly send: (...units: readonly Buffer[]) => void
  /** The next unit that comes; undefined once the connection is closed. */
  readonly next: () => Promise<{ kind: number; body: Buffer } | undefined>
  /** Resolves when the other side has closed the connection. */
  readonly closed: Promise<void>
}

/** Connects to a listener on loopback. */
export async function connectRaw(port: number): Promise<RawPeer> {
  // What a well-behaved peer does at once, to close when the other side does, this one does when it likes.
  const socket = connect({ port, host: '127.0.0.1', allowHalfOpen: true })
  socket.on('error', () => undefined)
  let isClosed = false
  const closed = Promise.race(['end', 'close'].map((event) => once(socket, event))).then(
    () => undefined,
    () => undefined,
  )
  void closed.then(() => {
    isClosed = true
  })
  let came = Buffer.alloc(0)
  socket.on('data', (data: Buffer) => {
    came = Buffer.concat([came, data])
  })
  await once(socket, 'connect')
  const next: RawPeer['next'] = async () => {
    for (;;) {
      const length = came.length >= 6 ? came.readUInt32BE(2) : Number.POSITIVE_INFINITY
      if (came.length >= 6 + length) {
        const unit = { kind: came[0]!, body: came.subarray(6, 6 + length) }
        came = came.subarray(6 + length)
        return unit
      }
      if (isClosed) return undefined
      await Promise.race([once(socket, 'data').catch(() => undefined), closed])
    }
  }
  const send: RawPeer['send'] = (...units) => {
    for (const unit of units) socket.write(unit)
  }
  return { socket, send, next, closed }
}

/** A request for an association that proposes classes, each in a presentation context of its own: 1, 3, 5, … */
export function associateRequest(
  calling: string,
  called: string,
  abstractSyntaxes: readonly string[] = [verification, ctImageStorage],
): Buffer {
  const contexts = abstractSyntaxes.map((abstract, place) =>
    item(
      0x20,
      Buffer.concat([
        Buffer.from([1 + 2 * place, 0, 0, 0]),
        item(0x30, Buffer.from(abstract)),
        item(0x40, Buffer.from(explicitLittleEndian)),
      ]),
    ),
  )
  const most = Buffer.alloc(4)
  most.writeUInt32BE(16_384)
  const user = item(0x50, Buffer.concat([item(0x51, most), item(0x52, Buffer.from('1.2.826.0.1.3680043.10.1401'))]))
  const body = Buffer.concat([
    Buffer.from([0, 1, 0, 0]),
    Buffer.from(called.padEnd(16), 'latin1'),
    Buffer.from(calling.padEnd(16), 'latin1'),
    Buffer.alloc(32),
    item(0x10, Buffer.from('1.2.840.10008.3.1.1.1')),
    ...contexts,
    user,
  ])
  return unit(kinds.associate, body)
}

/** A unit with one fragment of a command or of a data set. */
export function fragment(context: number, value: Buffer, { isCommand = false, isLast = true } = {}): Buffer {
  const head = Buffer.alloc(6)
  head.writeUInt32BE(value.length + 2)
  head[4] = context
  head[5] = (isCommand ? 1 : 0) | (isLast ? 2 : 0)
  return unit(kinds.data, Buffer.concat([head, value]))
}

/** C-STORE-RQ, PS3.7 9.3.1. */
export function storeCommand(instance: string, messageId = 1): Buffer {
  return command([
    [0x0002, uid(ctImageStorage)],
    [0x0100, short(0x0001)],
    [0x0110, short(messageId)],
    [0x0700, short(0)],
    [0x0800, short(0)],
    [0x1000, uid(instance)],
  ])
}

/** C-FIND-RQ with a data set to come, PS3.7 9.3.2: nothing that a listener takes. */
export const findCommand: Buffer = command([
  [0x0002, uid(verification)],
  [0x0100, short(0x0020)],
  [0x0110, short(1)],
  [0x0700, short(0)],
  [0x0800, short(0)],
])

/** The status that an answer has; undefined where it is none. */
export function statusOf(answer: { kind: number; body: Buffer } | undefined): number | undefined {
  const at = answer?.kind === kinds.data ? answer.body.indexOf(Buffer.from('00000009', 'hex')) : -1
  return at < 0 ? undefined : answer!.body.readUInt16LE(at + 8)
}

function command(elements: readonly [number, Buffer][]): Buffer {
  const body = Buffer.concat(elements.map(([number, value]) => element(number, value)))
  const length = Buffer.alloc(4)
  length.writeUInt32LE(body.length)
  return Buffer.concat([element(0, length), body])
}

function element(number: number, value: Buffer): Buffer {
  const head = Buffer.alloc(8)
  head.writeUInt16LE(number, 2)
  head.writeUInt32LE(value.length, 4)
  return Buffer.concat([head, value])
}

function uid(text: string): Buffer {
  return Buffer.from(text.length % 2 === 0 ? text : `${text}\0`, 'latin1')
}

function short(value: number): Buffer {
  const bytes = Buffer.alloc(2)
  bytes.writeUInt16LE(value)
  return bytes
}

function item(kind: number, body: Buffer): Buffer {
  const head = Buffer.alloc(4)
  head[0] = kind
  head.writeUInt16BE(body.length, 2)
  return Buffer.concat([head, body])
}

function unit(kind: number, body: Buffer): Buffer {
  const head = Buffer.alloc(6)
  head[0] = kind
  head.writeUInt32BE(body.length, 2)
  return Buffer.concat([head, body])
}
