import { randomBytes } from 'node:crypto'
import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { AssayError, payloadTypes } from '@assay/contracts'
import { createKey, verify } from '@assay/signing'
import { afterEach, expect, test } from 'vitest'
import { download } from './download.ts'
import { fetchTransport } from './transport.ts'

const hubId = '01890a5d-ac96-774b-bcce-b302099a8057'
const nodeId = '01890a5d-ac96-774b-bcce-b302099a8058'
const key = createKey(randomBytes)
const link = { self: nodeId, key, clock: () => new Date(), random: randomBytes }

const closing: (() => void)[] = []
afterEach(() => {
  for (const close of closing.splice(0)) close()
})

async function hubThat(answers: RequestListener) {
  const server = createServer(answers)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  closing.push(
    () => server.closeAllConnections(),
    () => server.close(),
  )
  const { port } = server.address() as AddressInfo
  return { id: hubId, transport: fetchTransport(`http://127.0.0.1:${port}/api/`) }
}

async function fetchAll(hub: Awaited<ReturnType<typeof hubThat>>): Promise<Buffer> {
  const asked = { path: '/link/device', type: 'device', body: { digest: 'abc' }, signal: AbortSignal.timeout(5000) }
  const pieces: Uint8Array[] = []
  for await (const piece of download(link, hub, asked)) pieces.push(piece)
  return Buffer.concat(pieces)
}

test('gives the bytes that the hub streams to a signed request', async () => {
  const bytes = randomBytes(3_000_000)
  let asked: unknown
  const hub = await hubThat(async (request, response) => {
    expect(request.url).toBe('/api/link/device')
    asked = JSON.parse(Buffer.concat(await request.toArray()).toString())
    response.end(bytes)
  })
  expect(bytes.equals(await fetchAll(hub))).toBe(true)
  const { payload } = verify(asked, [key], payloadTypes.request)
  expect(payload).toMatchObject({ from: nodeId, to: hubId, type: 'device', body: { digest: 'abc' } })
})

test('throws the error that the hub answers', async () => {
  const hub = await hubThat((_, response) => {
    response.writeHead(404).end(JSON.stringify({ error: { code: 'not-found', parameters: { what: 'file' } } }))
  })
  await expect(fetchAll(hub)).rejects.toThrow(new AssayError('not-found', { what: 'file' }))
})

test('a connection that is cut in the middle is no end of the file', async () => {
  const hub = await hubThat((_, response) => {
    response.writeHead(200, { 'content-length': '1000' }).write('half')
    setTimeout(() => response.destroy(), 50)
  })
  await expect(fetchAll(hub)).rejects.toMatchObject({ code: 'hub-unreachable' })
})

test('no redirect is followed', async () => {
  const hub = await hubThat((_, response) => response.writeHead(307, { location: 'http://127.0.0.1:1/' }).end())
  await expect(fetchAll(hub)).rejects.toMatchObject({ code: 'hub-unreachable' })
})

test('nobody there', async () => {
  const hub = await hubThat(() => undefined)
  for (const close of closing.splice(0)) close()
  await expect(fetchAll(hub)).rejects.toThrow(new AssayError('hub-unreachable', { reason: 'ECONNREFUSED' }))
})
