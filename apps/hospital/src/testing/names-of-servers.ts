import { createSocket, type Socket } from 'node:dgram'

/** What a name is said to mean: addresses of both kinds, or another name. */
export interface Meaning {
  readonly v4?: readonly string[]
  readonly v6?: readonly string[]
  readonly alias?: string
}

/** What names mean, each time that they are asked for: the last holds from then on. */
export type Zone = Readonly<Record<string, readonly Meaning[]>>

const types = { A: 1, CNAME: 5, AAAA: 28 } as const

/** A DNS server at a port 53 that answers from a zone, with a time to live of 0; names that it does not have do not exist. */
export async function serveNames(address: string, zone: Zone): Promise<{ close: () => void }> {
  const socket = createSocket('udp4')
  const asked = new Map<string, number>()
  socket.on('message', (query, { port, address: from }) => answer(socket, query, { port, from }, zone, asked))
  await new Promise<void>((resolve) => socket.bind(53, address, resolve))
  return { close: () => socket.close() }
}

function answer(
  socket: Socket,
  query: Buffer,
  { port, from }: { port: number; from: string },
  zone: Zone,
  asked: Map<string, number>,
): void {
  const { name, type, end } = questionOf(query)
  const meanings = zone[name]
  // Both kinds of addresses are asked for at once: each kind counts for itself.
  const key = `${name} ${type}`
  const time = asked.get(key) ?? 0
  asked.set(key, time + 1)
  const records = meanings ? recordsOf(zone, name, type, time) : []
  const head = Buffer.alloc(12)
  head.writeUInt16BE(query.readUInt16BE(0), 0)
  head.writeUInt16BE(meanings ? 0x8580 : 0x8583, 2)
  head.writeUInt16BE(1, 4)
  head.writeUInt16BE(records.length, 6)
  socket.send(Buffer.concat([head, query.subarray(12, end), ...records]), port, from)
}

function questionOf(query: Buffer): { name: string; type: number; end: number } {
  const labels: string[] = []
  let at = 12
  for (let length = query[at]!; length > 0; length = query[at]!) {
    labels.push(query.subarray(at + 1, at + 1 + length).toString('latin1'))
    at += 1 + length
  }
  return { name: labels.join('.').toLowerCase(), type: query.readUInt16BE(at + 1), end: at + 5 }
}

/** A chain of aliases to its end, and the addresses there. */
function recordsOf(zone: Zone, name: string, type: number, time: number): Buffer[] {
  const meanings = zone[name] ?? []
  const meaning = meanings[Math.min(time, meanings.length - 1)] ?? {}
  if (meaning.alias)
    return [record(name, types.CNAME, nameBytes(meaning.alias)), ...recordsOf(zone, meaning.alias, type, time)]
  if (type === types.A)
    return (meaning.v4 ?? []).map((one) => record(name, type, Buffer.from(one.split('.').map(Number))))
  if (type === types.AAAA) return (meaning.v6 ?? []).map((one) => record(name, type, Buffer.from(one, 'hex')))
  return []
}

function record(name: string, type: number, data: Buffer): Buffer {
  const rest = Buffer.alloc(10)
  rest.writeUInt16BE(type, 0)
  rest.writeUInt16BE(1, 2)
  rest.writeUInt16BE(data.length, 8)
  return Buffer.concat([nameBytes(name), rest, data])
}

function nameBytes(name: string): Buffer {
  const labels = name.split('.').map((label) => Buffer.concat([Buffer.from([label.length]), Buffer.from(label)]))
  return Buffer.concat([...labels, Buffer.from([0])])
}
