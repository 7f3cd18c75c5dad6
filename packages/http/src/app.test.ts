import { randomBytes } from 'node:crypto'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PassThrough, Readable } from 'node:stream'
import { brotliCompressSync } from 'node:zlib'
import { AssayError, criteriaTree, errorBody, evaluationView } from '@assay/contracts'
import { createRoute, z } from '@hono/zod-openapi'
import { pino } from 'pino'
import { afterEach, describe, expect, test } from 'vitest'
import { answers, jsonBody } from './answers.ts'
import { createApp } from './app.ts'
import { type Served, serve } from './serve.ts'
import { servePages } from './static-pages.ts'

const cleanups: (() => unknown)[] = []
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup()
})

const echo = createRoute({
  method: 'post',
  path: '/api/echo',
  operationId: 'echo',
  request: jsonBody(z.object({ title: z.string().max(10), criteria: criteriaTree.optional() })),
  responses: answers(evaluationView.partial()),
})

async function start(): Promise<{ served: Served; url: string; logged: () => string; pages: string }> {
  const lines: string[] = []
  const stream = new PassThrough().on('data', (data: Buffer) => lines.push(data.toString()))
  const log = pino({ level: 'debug' }, stream)
  const pages = mkdtempSync(join(tmpdir(), 'assay-http-'))
  cleanups.push(() => rmSync(pages, { recursive: true }))
  const app = createApp({ title: 'Test', version: '1', log, random: randomBytes, largeBodies: { '/api/large': 2e6 } })
  app.openapi(echo, (c) => c.json({ title: c.req.valid('json').title }, 200))
  app.post('/api/large', async (c) => c.json({ bytes: (await c.req.arrayBuffer()).byteLength }))
  app.get('/api/conflict', () => {
    throw new AssayError('state-conflict', { what: 'evaluation', state: 'locked' })
  })
  app.get('/api/fault', () => {
    throw new Error('secret detail')
  })
  servePages(app, pages)
  const served = await serve({ app, host: '127.0.0.1', port: 0 })
  cleanups.push(() => served.close(0))
  return { served, url: served.url, logged: () => lines.join(''), pages }
}

async function errorOf(response: Response) {
  return { status: response.status, ...errorBody.parse(await response.json()).error }
}

describe('an app', () => {
  test('answers errors by code and status; a fault shows its id alone and goes to the log', async () => {
    const { url, logged } = await start()
    expect(await errorOf(await fetch(`${url}/api/conflict`))).toMatchObject({ status: 409, code: 'state-conflict' })
    const fault = await errorOf(await fetch(`${url}/api/fault?name=Chen`))
    expect(fault).toMatchObject({ status: 500, code: 'internal-error' })
    expect(JSON.stringify(fault)).not.toContain('secret detail')
    expect(logged()).toContain('secret detail')
    expect(logged()).toContain(String(fault.parameters.id))
    expect(logged()).not.toContain('Chen')
  })

  test('refuses what fails its schema, is no JSON, or is too large, and names the place', async () => {
    const { url } = await start()
    const post = (body: string, path = '/api/echo') =>
      fetch(`${url}${path}`, { method: 'POST', body, headers: { 'content-type': 'application/json' } })
    const invalid = await errorOf(await post(JSON.stringify({ title: 'a title too long' })))
    expect(invalid).toEqual({ status: 400, code: 'input-invalid', parameters: { where: 'title', what: 'too_big' } })
    const leaf = { id: 'c', endpoint: 'beats', figure: 'f', side: 'lower', bound: 0.9 }
    const nested = await errorOf(await post(JSON.stringify({ title: 'a', criteria: { op: 'and', of: [leaf] } })))
    expect(nested.parameters).toEqual({ where: 'criteria.of.0.alpha', what: 'invalid_type' })
    expect(await errorOf(await post('{'))).toMatchObject({ status: 400, code: 'input-invalid' })
    const large = 'x'.repeat(1024 * 1024 + 1)
    expect(await errorOf(await post(large))).toMatchObject({ status: 413, code: 'too-large' })
    expect((await post(large, '/api/large')).status).toBe(200)
    const pieces = Array.from({ length: 40 }, () => Buffer.alloc(65_536))
    const streamed = Readable.toWeb(Readable.from(pieces))
    const request = { method: 'POST', body: streamed, duplex: 'half' }
    const refused = await fetch(`${url}/api/large`, request as RequestInit).then(errorOf, () => 'cut')
    if (refused !== 'cut') expect(refused).toMatchObject({ status: 413 })
  })

  test('serves its health, its OpenAPI document with recursive schemas, and a page of it without script', async () => {
    const { url } = await start()
    expect(await (await fetch(`${url}/health`)).json()).toEqual({ status: 'ok' })
    const document = (await (await fetch(`${url}/openapi.json`)).json()) as { paths: object }
    expect(Object.keys(document.paths)).toEqual(['/health', '/api/echo'])
    const page = await fetch(`${url}/docs`, { headers: { 'accept-language': 'zh-CN,zh' } })
    const text = await page.text()
    expect(text).toContain('<html lang="zh">')
    expect(text).toContain('/api/echo')
    expect(text).not.toContain('<script')
    expect(page.headers.get('content-security-policy')).toContain("script-src 'self';")
  })

  test('serves pages: hashed assets for ever, the index for paths of the pages, never for the interface', async () => {
    const { url, pages } = await start()
    expect((await fetch(`${url}/evaluations`)).status).toBe(404)
    mkdirSync(join(pages, 'assets'))
    writeFileSync(join(pages, 'index.html'), '<title>portal</title>')
    writeFileSync(join(pages, 'assets', 'portal-1a2b.js'), '1')
    const index = await fetch(`${url}/evaluations/1`)
    expect(await index.text()).toContain('portal')
    expect(index.headers.get('cache-control')).toBe('no-cache')
    const asset = await fetch(`${url}/assets/portal-1a2b.js`)
    expect(asset.headers.get('cache-control')).toContain('immutable')
    expect(asset.headers.get('content-type')).toContain('javascript')
    expect(asset.headers.get('content-encoding')).toBeNull()
    writeFileSync(join(pages, 'assets', 'portal-1a2b.js.br'), brotliCompressSync('compressed'))
    const compressed = await fetch(`${url}/assets/portal-1a2b.js`, { headers: { 'accept-encoding': 'br' } })
    expect(compressed.headers.get('content-encoding')).toBe('br')
    expect(compressed.headers.get('content-type')).toContain('javascript')
    expect(await compressed.text()).toBe('compressed')
    const plain = await fetch(`${url}/assets/portal-1a2b.js`, { headers: { 'accept-encoding': 'identity' } })
    expect(await plain.text()).toBe('1')
    expect((await fetch(`${url}/assets/other.js`)).status).toBe(404)
    expect(await errorOf(await fetch(`${url}/api/nothing`))).toMatchObject({ status: 404, code: 'not-found' })
    expect((await fetch(`${url}/..%2f..%2fetc/passwd`)).headers.get('content-type')).toContain('html')
  })
})

describe('serving', () => {
  test('says which port is in use', async () => {
    const taken = createServer().listen(0, '127.0.0.1')
    await new Promise((resolve) => taken.once('listening', resolve))
    cleanups.push(() => taken.close())
    const { port } = taken.address() as { port: number }
    const app = createApp({ title: 'Test', version: '1', log: pino({ level: 'silent' }), random: randomBytes })
    const refused = serve({ app, host: '127.0.0.1', port })
    await expect(refused).rejects.toMatchObject({ code: 'port-in-use', parameters: { port } })
  })

  test('keeps a connection for longer than clients wait between requests', async () => {
    const app = createApp({ title: 'Test', version: '1', log: pino({ level: 'silent' }), random: randomBytes })
    const served = await serve({ app, host: '127.0.0.1', port: 0 })
    cleanups.push(() => served.close())
    expect((await fetch(`${served.url}/health`)).headers.get('keep-alive')).toBe('timeout=65')
  })

  test('lets an open request end before it closes', async () => {
    const app = createApp({ title: 'Test', version: '1', log: pino({ level: 'silent' }), random: randomBytes })
    const begun = Promise.withResolvers<void>()
    app.get('/api/slow', async (c) => {
      begun.resolve()
      await new Promise((resolve) => setTimeout(resolve, 200))
      return c.json({ done: true })
    })
    const served = await serve({ app, host: '127.0.0.1', port: 0 })
    const answer = fetch(`${served.url}/api/slow`)
    await begun.promise
    await Promise.all([
      served.close(),
      answer.then(async (response) => expect(await response.json()).toEqual({ done: true })),
    ])
    await expect(fetch(`${served.url}/health`)).rejects.toThrow()
  })
})
