import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { join } from 'node:path'
import type { ApplianceSettings } from '@assay/contracts'
import { readDataset, text, valueBytes } from '@assay/formats'
import { freePort } from '@assay/http/testing'
import { sha256 } from '@assay/signing'
import { afterAll, describe, expect, test } from 'vitest'
import { hasProgram, makeCertificates, runProgram, startOrthanc } from '../../../testing/dicom-programs.ts'
import { ctSlice } from '../../../testing/slices.ts'
import { testFolder } from '../../../testing/test-hospital.ts'
import { until } from '../../../testing/until.ts'
import { neutralCopies, type SentObject } from './neutral-copies.ts'
import { type Receiver, sendCase } from './send-case.ts'

const { folder, remove } = testFolder()
afterAll(remove)

const secret = 'ab'.repeat(32)
const slices = Array.from({ length: 4 }, (_, i) => ctSlice({ slice: i + 1, patient: 'MRN-77', size: 64 }))
const copies = neutralCopies(slices, { secret, caseId: 'case-1' })
const noSecrets = { authorization: undefined, ca: undefined, cert: undefined, key: undefined }
const given = { onAttempt: async () => undefined, signal: new AbortController().signal }

const settings = (way: ApplianceSettings['way'], changes: Partial<ApplianceSettings> = {}): ApplianceSettings => ({
  name: 'box',
  vendor: 'Maker',
  device: 'Box',
  way,
  addresses: ['127.0.0.1'],
  listener: null,
  answerSeconds: 10,
  attempts: 2,
  pauseSeconds: 0.05,
  ...changes,
})
const receiver = (appliance: ApplianceSettings, secrets = {}): Receiver =>
  ({ appliance, secrets: { ...noSecrets, ...secrets } }) as Receiver
const send = (to: Receiver, objects: readonly SentObject[] = copies) =>
  sendCase({ random: (length) => randomBytes(length) }, to, objects, given)

const pixelsOf = (bytes: Buffer) =>
  sha256(Buffer.from(valueBytes(readDataset(bytes, 'f', { pixels: 'keep' }), '7FE00010')!))
/** Hashes of the fragments of encapsulated pixels. */
const framesIn = (bytes: Buffer) =>
  (readDataset(bytes, 'f', { pixels: 'keep' }).elements.get('7FE00010')!.fragments ?? []).map(({ offset, length }) =>
    sha256(bytes.subarray(offset, offset + length)),
  )
const python = existsSync('/usr/bin/python3') ? '/usr/bin/python3' : 'python3'
const found = spawnSync(python, ['-c', 'import os, pydicom; print(os.path.dirname(pydicom.__file__))'])
const hasPydicom = found.status === 0
const pydicomFiles = join(String(found.stdout).trim(), 'data/test_files')
const textOf = (bytes: Buffer, tag: string) => text(readDataset(bytes, 'f', { pixels: 'skip' }), tag)

describe('neutralCopies', () => {
  test('has new names, no dates, and the pixels as they are', () => {
    expect(copies.map(({ bytes }) => pixelsOf(bytes)).sort()).toEqual(slices.map(pixelsOf).sort())
    for (const { bytes, study, sopInstance, series } of copies) {
      for (const uid of [study, series, sopInstance]) expect(uid).toMatch(/^2\.25\.\d{20,}$/)
      expect(bytes.includes('MRN-77') || bytes.includes('Roentgen') || bytes.includes('20240517')).toBe(false)
      expect(textOf(bytes, '00100020')).toMatch(/^P[A-Z2-7]{20}$/)
    }
    expect(new Set(copies.map(({ study }) => study)).size).toBe(1)
  })

  test('are the same in the same run, and others in another run or for another case', () => {
    const uids = (of: { secret: string; caseId: string }) => neutralCopies(slices, of).map((one) => one.sopInstance)
    expect(uids({ secret, caseId: 'case-1' })).toEqual(copies.map(({ sopInstance }) => sopInstance))
    const others = [...uids({ secret, caseId: 'case-2' }), ...uids({ secret: 'cd'.repeat(32), caseId: 'case-1' })]
    expect(others.filter((uid) => copies.some(({ sopInstance }) => sopInstance === uid))).toEqual([])
  })
})

describe.skipIf(!hasProgram('storescp'))('C-STORE to a storescp (needs dcmtk)', () => {
  const running: ChildProcess[] = []
  afterAll(() => {
    for (const child of running) child.kill('SIGKILL')
  })

  async function startStorescp(name: string, words: readonly string[]): Promise<{ port: number; received: string }> {
    const received = join(folder, name)
    mkdirSync(received)
    const port = await freePort()
    const child = spawn('storescp', [...words, '-od', received, String(port)], { stdio: 'ignore', cwd: folder })
    running.push(child)
    await until('storescp', async () => ((await runEcho(port, words)) ? true : undefined), 15)
    return { port, received }
  }

  const runEcho = async (port: number, words: readonly string[]) =>
    words.includes('+tls') || (await runProgram('echoscu', ['127.0.0.1', String(port)])).status === 0

  const way = (port: number, tls: boolean): ApplianceSettings['way'] => ({
    kind: 'dicom',
    host: '127.0.0.1',
    port,
    called: 'STORESCP',
    calling: 'ASSAY',
    tls,
  })

  async function assertReceived(received: string, objects: readonly SentObject[]): Promise<void> {
    const files = readdirSync(received).map((name) => readFileSync(join(received, name)))
    expect(files).toHaveLength(objects.length)
    for (const file of files) {
      const own = objects.find(({ sopInstance }) => sopInstance === textOf(file, '00080018'))!
      expect(textOf(file, '00020010')).toBe(own.transferSyntax)
      expect(pixelsOf(file)).toBe(pixelsOf(own.bytes))
    }
    // dcmtk itself reads what it wrote, and has no word of the patient.
    const { status, said } = await runProgram('dcmdump', ['+sd', received])
    expect(status).toBe(0)
    expect(said).toContain(objects[0]!.study)
    expect(said).not.toMatch(/MRN-77|Roentgen|20240517/)
  }

  test.each([
    ['prefers explicit', '+x='],
    ['accepts any of the', '+xa'],
  ])('that %s transfer syntaxes: every object as it is stored', async (name, word) => {
    const { port, received } = await startStorescp(name.replace(' ', '-'), [word])
    expect(await send(receiver(settings(way(port, false))))).toEqual({ isTaken: true })
    await assertReceived(received, copies)
  })

  test.skipIf(!hasPydicom)('takes compressed frames as they are (needs python3-pydicom)', async () => {
    const names = ['JPEG2000.dcm', 'MR_small_RLE.dcm']
    const files = names.map((name) => readFileSync(join(pydicomFiles, name)))
    const compressed = neutralCopies(files, { secret, caseId: 'case-3' })
    const { port, received } = await startStorescp('compressed', ['+xa'])
    expect(await send(receiver(settings(way(port, false))), compressed)).toEqual({ isTaken: true })
    for (const name of readdirSync(received)) {
      const file = readFileSync(join(received, name))
      const own = compressed.find(({ sopInstance }) => sopInstance === textOf(file, '00080018'))!
      expect(textOf(file, '00020010')).toBe(own.transferSyntax)
      expect(framesIn(file)).toEqual(framesIn(own.bytes))
    }
    expect(readdirSync(received)).toHaveLength(2)
  })

  test('that speaks no explicit syntax is for a steward to mend, and gets nothing', async () => {
    const { port, received } = await startStorescp('implicit', ['+xi'])
    await expect(send(receiver(settings(way(port, false))))).rejects.toMatchObject({
      parameters: { reason: 'transfer-syntax-refused' },
    })
    expect(readdirSync(received)).toEqual([])
  })

  test('over TLS to an appliance of the trusted authority, and to no other', async () => {
    const certificates = join(folder, 'certificates')
    makeCertificates(certificates)
    const file = (name: string) => join(certificates, name)
    const words = ['+tls', file('server.key'), file('server.pem'), '+cf', file('authority.pem')]
    const { port, received } = await startStorescp('tls', words)
    const read = (name: string) => readFileSync(file(name))
    const trusted = { ca: read('authority.pem'), cert: read('client.pem'), key: read('client.key') }
    const to = settings(way(port, true))
    await until('storescp over TLS', () => send(receiver(to, trusted)).catch(() => undefined), 15)
    await assertReceived(received, copies)
    const strange = { ca: read('stranger.pem'), cert: read('client.pem'), key: read('client.key') }
    await expect(send(receiver(to, strange))).rejects.toThrow('appliance-unreachable')
    const unknown = { ca: read('authority.pem'), cert: read('stranger.pem'), key: read('stranger.key') }
    await expect(send(receiver(to, unknown))).rejects.toThrow('appliance-unreachable')
  })

  test('goes to no address that the steward did not allow, and to none that does not answer', async () => {
    const nobody = way(await freePort(), false)
    await expect(send(receiver(settings(nobody, { addresses: ['192.0.2.0/24'] })))).rejects.toThrow(
      'pacs-address-refused',
    )
    await expect(send(receiver(settings(nobody)))).rejects.toThrow('appliance-unreachable')
  })
})

describe.skipIf(!hasProgram('Orthanc'))('STOW-RS to an Orthanc (needs orthanc, orthanc-dicomweb)', () => {
  test('stores every object as it is', async () => {
    const orthanc = await startOrthanc(join(folder, 'orthanc'))
    try {
      const to = settings({ kind: 'dicomweb', url: `${orthanc.url}/dicom-web` })
      expect(await send(receiver(to))).toEqual({ isTaken: true })
      const ids = (await orthanc.ask('GET', '/instances')) as string[]
      expect(ids).toHaveLength(copies.length)
      for (const id of ids) {
        const file = Buffer.from(await (await fetch(`${orthanc.url}/instances/${id}/file`)).arrayBuffer())
        const own = copies.find(({ sopInstance }) => sopInstance === textOf(file, '00080018'))!
        expect(pixelsOf(file)).toBe(pixelsOf(own.bytes))
      }
    } finally {
      await orthanc.stop()
    }
  })
})

describe('STOW-RS to a server of all kinds', () => {
  async function answering(answers: readonly { status: number; body?: object; location?: string }[]) {
    let asked = 0
    const server = createServer((request, response) => {
      request.resume()
      request.on('end', () => {
        const { status, body = {}, location } = answers[Math.min(asked, answers.length - 1)]!
        asked += 1
        response.writeHead(status, location ? { location } : {}).end(JSON.stringify(body))
      })
    })
    server.listen(0, '127.0.0.1')
    await once(server, 'listening')
    const { port } = server.address() as { port: number }
    const to = receiver(settings({ kind: 'dicomweb', url: `http://127.0.0.1:${port}` }))
    return { to, asked: () => asked, close: () => server.close() }
  }
  const failed = (reason: number) => ({
    '00081198': {
      vr: 'SQ',
      Value: [
        {
          '00081155': { vr: 'UI', Value: [copies[0]!.sopInstance] },
          '00081197': { vr: 'US', Value: [reason] },
        },
      ],
    },
  })

  const stored = (objects: readonly SentObject[]) => ({
    '00081199': { vr: 'SQ', Value: objects.map((one) => ({ '00081155': { vr: 'UI', Value: [one.sopInstance] } })) },
  })

  test('believes no success that does not name the objects', async () => {
    const { to, asked, close } = await answering([{ status: 200 }])
    await expect(send(to)).rejects.toThrow('appliance-unreachable')
    expect(asked()).toBe(2)
    close()
  })

  test('sends again what it had no room for, and then it is taken', async () => {
    const { to, asked, close } = await answering([
      { status: 202, body: { ...failed(0xa700), ...stored(copies.slice(1)) } },
      { status: 200, body: stored(copies.slice(0, 1)) },
    ])
    expect(await send(to)).toEqual({ isTaken: true })
    expect(asked()).toBe(2)
    close()
  })

  test('does not send again what it refuses for good', async () => {
    const { to, asked, close } = await answering([{ status: 409, body: failed(0xc000) }])
    expect(await send(to)).toEqual({ isTaken: false, status: 0xc000 })
    expect(asked()).toBe(1)
    close()
  })

  test('follows no redirect, and gives up on a server at fault', async () => {
    const moved = await answering([{ status: 307, location: 'http://127.0.0.1:1/studies' }])
    await expect(send(moved.to)).rejects.toThrow('appliance-unreachable')
    moved.close()
    const faulty = await answering([{ status: 503 }])
    await expect(send(faulty.to)).rejects.toThrow('appliance-unreachable')
    expect(faulty.asked()).toBe(2)
    faulty.close()
  })
})
