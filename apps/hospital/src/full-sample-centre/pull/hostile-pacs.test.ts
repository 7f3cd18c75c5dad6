import { once } from 'node:events'
import { createServer, type RequestListener, type Server, type ServerResponse } from 'node:http'
import { gzipSync } from 'node:zlib'
import type { PullRequest } from '@assay/contracts'
import { afterEach, describe, expect, test } from 'vitest'
import { findSeries, findStudies, type Pacs, retrieveSeries } from './dicomweb.ts'

let servers: Server[] = []
afterEach(() => {
  for (const server of servers) {
    server.closeAllConnections()
    server.close()
  }
  servers = []
})

async function serve(listener: RequestListener, host = '127.0.0.1'): Promise<string> {
  const server = createServer(listener)
  servers.push(server)
  server.listen(0, host)
  await once(server, 'listening')
  const { port } = server.address() as { port: number }
  return `http://${host.includes(':') ? `[${host}]` : host}:${port}`
}

/** One that is asked; `patience` is how long it is waited for where the test is that it is not answered. */
const pacs = (url: string, addresses = ['127.0.0.1'], patience?: Pacs['patience']): Pacs => ({
  settings: { name: 'archive', url, addresses, category: 'lung-ct', provenance: 'patients' },
  credentials: {},
  ...(patience ? { patience } : {}),
})
const impatient = (url: string) => pacs(url, undefined, { idle: 700, list: 1500 })

const packed = gzipSync(Buffer.alloc(2 ** 27, ' '))

const forever = new AbortController().signal
const asked = { pacs: 'archive', limit: 100_000 } as PullRequest
async function query(from: Pacs): Promise<string[]> {
  const found: string[] = []
  for await (const uid of findStudies(from, asked, forever)) found.push(uid)
  return found
}
const series = { studyUid: '1.2', seriesUid: '1.2.3' }

async function retrieve(from: Pacs): Promise<number[]> {
  const sizes: number[] = []
  const keep = async (part: AsyncIterable<Uint8Array>) => {
    let size = 0
    for await (const piece of part) size += piece.length
    sizes.push(size)
  }
  await retrieveSeries(from, series, keep, forever)
  return sizes.sort((a, b) => a - b)
}

const multipart = (boundary: string) => ({ 'content-type': `multipart/related; type="application/dicom"; ${boundary}` })
const part = '\r\n--next\r\nContent-Type: application/dicom\r\n\r\n'

describe('a PACS that sends elsewhere', () => {
  test.each([301, 302, 303, 307, 308])('is not followed on status %i, be the place allowed or not', async (status) => {
    let reached = 0
    const other = await serve((_request, response) => {
      reached += 1
      response.end('[]')
    })
    for (const location of [other, 'http://10.1.2.3/', '//[::1]/', '/dicom-web/studies', 'file:///etc/passwd']) {
      const url = await serve((_request, response) => response.writeHead(status, { location }).end())
      await expect(query(pacs(url))).rejects.toMatchObject({ code: 'pacs-refused', parameters: { status } })
      await expect(retrieve(pacs(url))).rejects.toMatchObject({ code: 'pacs-refused', parameters: { status } })
    }
    expect(reached).toBe(0)
  })

  test('is asked at no address off the list, in whatever form it is written', async () => {
    let reached = 0
    const url = await serve((_request, response) => {
      reached += 1
      response.end('[]')
    }, '::')
    const port = new URL(url).port
    const forms = ['127.0.0.1', '127.1', '2130706433', '0x7f000001', '0177.0.0.1', '127.0.0.1.', '0.0.0.0', 'localhost']
    const six = [
      '::1',
      '::',
      '::ffff:127.0.0.1',
      '::ffff:7f00:1',
      '0:0:0:0:0:ffff:127.0.0.1',
      '::127.0.0.1',
      '64:ff9b::7f00:1',
    ]
    for (const host of [...forms, ...six.map((one) => `[${one}]`)])
      await expect(query(pacs(`http://${host}:${port}`, ['10.0.0.0/8', 'fd00::/8'])), host).rejects.toMatchObject({
        code: 'pacs-address-refused',
      })
    expect(reached).toBe(0)
    // The same address is the same in each form where it is allowed.
    for (const host of ['127.0.0.1', '2130706433', '[::ffff:127.0.0.1]', '[::ffff:7f00:1]'])
      expect(await query(pacs(`http://${host}:${port}`, ['127.0.0.0/8'])), host).toEqual([])
  })
})

describe('a list of a PACS', () => {
  const endless = (piece: Buffer, milliseconds: number) => (response: ServerResponse) => {
    response.write('[')
    const timer = setInterval(() => response.write(piece), milliseconds)
    response.on('close', () => clearInterval(timer))
  }
  test.each([
    ['never ends', 'too-large', endless(Buffer.alloc(2 ** 23, ' '), 1)],
    ['comes byte by byte', 'pacs-unreachable', endless(Buffer.from(' '), 20)],
    ['stops', 'pacs-unreachable', (response: ServerResponse) => response.write('[')],
    ['takes too long', 'pacs-unreachable', endless(Buffer.alloc(5000, ' '), 50)],
    [
      'claims to be longer',
      'pacs-unreachable',
      (response: ServerResponse) => {
        response.writeHead(200, { 'content-length': 10 }).write('[]')
        setTimeout(() => response.destroy(), 50)
      },
    ],
    [
      'claims to be shorter',
      'pacs-answer-invalid',
      (response: ServerResponse) => {
        response.socket?.end('HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\n[]')
      },
    ],
    [
      'is packed though nobody asked for it',
      'pacs-answer-invalid',
      (response: ServerResponse) => {
        response.writeHead(200, { 'content-encoding': 'gzip' }).end(packed)
      },
    ],
  ] as const)('that %s ends as %s', async (_, code, answer) => {
    const url = await serve((_request, response) => void answer(response))
    const from = code === 'pacs-unreachable' ? impatient(url) : pacs(url)
    await expect(query(from)).rejects.toMatchObject({ code })
  })

  test('of 100,000 studies, of pages that a PACS takes no notice of, or makes smaller, has each once', async () => {
    const all = Array.from({ length: 100_000 }, (_, place) => ({ '0020000D': { Value: [`1.2.${place}`] } }))
    const everything = JSON.stringify(all)
    let requests = 0
    const ignoring = await serve((_request, response) => {
      requests += 1
      response.end(everything)
    })
    expect(new Set(await query(pacs(ignoring))).size).toBe(100_000)
    expect(requests).toBeLessThanOrEqual(2)
    const some = all.slice(0, 450)
    const paging =
      (most: number): RequestListener =>
      (request, response) => {
        const { searchParams } = new URL(request.url ?? '', 'http://localhost')
        const [offset, limit] = [Number(searchParams.get('offset')), Number(searchParams.get('limit'))]
        const page = some.slice(offset, offset + Math.min(limit, most))
        const left = some.length - offset - page.length
        if (left > 0)
          response.setHeader('warning', `299 pacs "There are ${left} additional results that can be requested"`)
        response.end(JSON.stringify(page))
      }
    for (const most of [100, 1000]) expect(await query(pacs(await serve(paging(most))))).toHaveLength(450)
    const seriesOf = JSON.parse(JSON.stringify(some).replaceAll('0020000D', '0020000E')) as unknown[]
    const fewer = await serve((request, response) => {
      const offset = Number(new URL(request.url ?? '', 'http://localhost').searchParams.get('offset'))
      response.end(JSON.stringify(seriesOf.slice(offset, offset + 200)))
    })
    expect(await findSeries(pacs(fewer), '1.2', forever)).toHaveLength(450)
  })
})

describe('the objects of a series', () => {
  test.each([
    ['without a boundary', 'pacs-answer-invalid', { 'content-type': 'multipart/related' }, '', true],
    ['with another boundary', 'pacs-answer-invalid', multipart('boundary=other'), `${part}x\r\n--next--\r\n`, true],
    ['with no end', 'pacs-answer-invalid', multipart('boundary=next'), `${part}x`, true],
    ['that stop', 'pacs-unreachable', multipart('boundary=next'), `${part}x`, false],
    [
      'that are packed',
      'pacs-answer-invalid',
      { ...multipart('boundary=next'), 'content-encoding': 'gzip' },
      packed,
      true,
    ],
  ] as const)('%s end as %s', async (_, code, headers, body, isEnded) => {
    const url = await serve((_request, response) => {
      response.writeHead(200, headers).write(body.length === 0 ? ' ' : body)
      if (isEnded) response.end()
    })
    await expect(retrieve(isEnded ? pacs(url) : impatient(url))).rejects.toMatchObject({ code })
  })

  test('that come byte by byte, or after a preamble without end, are waited for no longer', async () => {
    const slow = await serve((_request, response) => {
      response.writeHead(200, multipart('boundary=next')).write(part)
      const timer = setInterval(() => response.write('x'), 20)
      response.on('close', () => clearInterval(timer))
    })
    await expect(retrieve(impatient(slow))).rejects.toMatchObject({ code: 'pacs-unreachable' })
    const noise = await serve((_request, response) => {
      response.writeHead(200, multipart('boundary=next'))
      const timer = setInterval(() => response.write(Buffer.alloc(2 ** 16, 'x')), 1)
      response.on('close', () => clearInterval(timer))
    })
    await expect(retrieve(pacs(noise))).rejects.toMatchObject({ code: 'pacs-answer-invalid' })
  })

  test('are read by a boundary in quotes that holds what parts parameters', async () => {
    const url = await serve((_request, response) => {
      response.writeHead(200, multipart('boundary="a,b;c"; charset=utf-8'))
      response.end('\r\n--a,b;c\r\nContent-Type: application/dicom\r\n\r\nxyz\r\n--a,b;c--\r\n')
    })
    expect(await retrieve(pacs(url))).toEqual([3])
  })
})
