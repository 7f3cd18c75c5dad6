import { once } from 'node:events'
import { copyFileSync, mkdirSync, readFileSync } from 'node:fs'
import { readdir } from 'node:fs/promises'
import { createServer as createHttpServer, type RequestListener, type Server } from 'node:http'
import { connect, type Server as NetServer } from 'node:net'
import { join } from 'node:path'
import { createServer as createTlsServer } from 'node:tls'
import type { IntakeRun, PacsSettings, PullPreview } from '@assay/contracts'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { hasProgram, makeCertificates, type Orthanc, startOrthanc } from '../../testing/dicom-programs.ts'
import { ctSlice } from '../../testing/slices.ts'
import { hospitalForTests } from '../../testing/test-hospital.ts'
import { until } from '../../testing/until.ts'

const hospital = await hospitalForTests()

const save = (url: string, addresses = ['127.0.0.1', '::1'], name = 'archive') =>
  hospital.steward.put<PacsSettings>('/pacs', { name, url, addresses, category: 'lung-ct', provenance: 'patients' })

async function pull(request: object = {}, name = 'archive'): Promise<IntakeRun> {
  const { id } = await hospital.steward.post<IntakeRun>('/pulls', { pacs: name, ...request })
  return hospital.steward.intakeEnds((run) => run.id === id)
}

const portOf = (server: NetServer) => (server.address() as { port: number }).port

describe.skipIf(!hasProgram('Orthanc'))('a pull from Orthanc (needs orthanc, orthanc-dicomweb)', () => {
  let orthanc: Orthanc
  beforeAll(async () => {
    orthanc = await startOrthanc(join(hospital.directory, 'orthanc'))
    for (let study = 1; study <= 3; study += 1)
      for (let slice = 1; slice <= 5; slice += 1)
        await orthanc.store(ctSlice({ study, series: 1 + (slice % 2), slice, patient: `MRN-${study}` }))
  })
  afterAll(() => orthanc.stop())

  test('fetches what was asked for, once; a second time all of it is known', async () => {
    await save(`${orthanc.url}/dicom-web`)
    expect(await pull({ modality: 'MR' })).toMatchObject({
      way: 'pull',
      source: 'archive',
      state: 'finished',
      found: 0,
    })
    expect(await pull({ modality: 'CT', from: '20240101', to: '20241231' })).toMatchObject({
      state: 'finished',
      found: 15,
      accepted: 15,
      known: 0,
      quarantined: 0,
    })
    expect(await pull()).toMatchObject({ found: 15, accepted: 0, known: 15 })
    expect(await pull({ from: '20250101' })).toMatchObject({ found: 0 })
  })

  test('says before how much there is, by modality and days, and nothing of a patient', async () => {
    await save(`${orthanc.url}/dicom-web`)
    const preview = (request: object = {}) =>
      hospital.steward.post<PullPreview>('/pulls/preview', { pacs: 'archive', ...request })
    // Orthanc counts the same.
    expect(await orthanc.ask('GET', '/statistics')).toMatchObject({ CountStudies: 3, CountInstances: 15 })
    const found = await preview()
    expect(found).toEqual({
      studies: 3,
      isLimited: false,
      objects: 15,
      modalities: [{ modality: 'CT', studies: 3 }],
      days: { first: '20240517', last: '20240517' },
    })
    expect(await preview({ limit: 2 })).toMatchObject({ studies: 2, isLimited: true })
    expect(await preview({ modality: 'MR' })).toMatchObject({ studies: 0, days: null })
    expect(await hospital.steward.refused('POST', '/pulls/preview', { pacs: 'nowhere' })).toMatchObject({ status: 404 })
  })

  test('asks over TLS through a proxy, of which it trusts the authority that it was given', async () => {
    const certificates = join(hospital.directory, 'certificates')
    makeCertificates(certificates)
    const read = (name: string) => readFileSync(join(certificates, name))
    const given = { cert: read('server.pem'), key: read('server.key'), ca: read('authority.pem') }
    const proxy = createTlsServer({ ...given, requestCert: true, rejectUnauthorized: true }, (socket) => {
      const behind = connect(orthanc.httpPort, '127.0.0.1')
      socket.pipe(behind).pipe(socket)
      for (const one of [socket, behind]) one.on('error', () => one.destroy())
    })
    proxy.listen(0, '127.0.0.1')
    await once(proxy, 'listening')
    await save(`https://localhost:${portOf(proxy)}/dicom-web`, ['127.0.0.1', '::1'], 'over-tls')
    const study = { studyUids: [String(ctStudyUid)] }
    const { id } = await hospital.steward.post<IntakeRun>('/pulls', { pacs: 'over-tls', ...study })
    const own = join(hospital.directory, 'pacs', 'over-tls')
    mkdirSync(own, { recursive: true })
    copyFileSync(join(certificates, 'authority.pem'), join(own, 'authorities.pem'))
    copyFileSync(join(certificates, 'client.pem'), join(own, 'certificate.pem'))
    copyFileSync(join(certificates, 'client.key'), join(own, 'key.pem'))
    expect(await hospital.steward.intakeEnds((run) => run.id === id)).toMatchObject({ found: 5, known: 5 })
    proxy.close()
  })
})

const ctStudyUid = '1.2.826.0.1.3680043.10.1401.1'

describe('a pull from a hostile server', () => {
  let server: Server | undefined
  afterEach(() => {
    server?.closeAllConnections()
    server?.close()
  })
  const serve = async (listener: RequestListener) => {
    server = createHttpServer(listener)
    server.listen(0, '127.0.0.1')
    await once(server, 'listening')
    return `http://127.0.0.1:${portOf(server)}`
  }

  test('goes to no address that is not on the list, be it written or what a name means', async () => {
    let asked = 0
    const url = await serve((_request, response) => {
      asked += 1
      response.end('[]')
    })
    for (const target of [url, url.replace('127.0.0.1', 'localhost')]) {
      await save(target, ['10.0.0.0/8'])
      expect(await pull()).toMatchObject({ state: 'failed', failure: { code: 'pacs-address-refused' } })
    }
    expect(asked).toBe(0)
  })

  test('follows no redirect, and takes no answer that is none', async () => {
    let reached = 0
    const url = await serve((request, response) => {
      if (request.url?.startsWith('/elsewhere')) reached += 1
      response.writeHead(302, { location: '/elsewhere' }).end()
    })
    await save(url)
    expect(await pull()).toMatchObject({
      state: 'failed',
      failure: { code: 'pacs-refused', parameters: { status: 302 } },
    })
    expect(reached).toBe(0)
    server?.close()
    for (const answer of ['<html>', '{"a": 1}', '[{"0020000D": {"Value": ["../../etc"]}}]']) {
      await save(await serve((_request, response) => response.end(answer)))
      expect(await pull()).toMatchObject({ state: 'failed', failure: { code: 'pacs-answer-invalid' } })
    }
  })

  test('takes in what came whole when an answer breaks off, and fetches the rest when it is tried again', async () => {
    let attempts = 0
    const slices = [1, 2, 3].map((slice) => ctSlice({ study: 20, patient: 'MRN-20', slice }))
    const url = await serve((request, response) => {
      if (!request.url?.includes('/series/')) return void response.end('[{"0020000E": {"Value": ["1.2.3"]}}]')
      attempts += 1
      response.writeHead(200, { 'content-type': 'multipart/related; type="application/dicom"; boundary=next' })
      const parts = slices.map((bytes) =>
        Buffer.concat([Buffer.from('\r\n--next\r\nContent-Type: application/dicom\r\n\r\n'), bytes]),
      )
      if (attempts > 1) return void response.end(Buffer.concat([...parts, Buffer.from('\r\n--next--\r\n')]))
      response.write(Buffer.concat([parts[0]!, parts[1]!.subarray(0, 900)]))
      setTimeout(() => response.destroy(), 200)
    })
    await save(url)
    const run = await pull({ studyUids: ['1.2'] })
    expect(run).toMatchObject({ state: 'finished', found: 3, accepted: 3, quarantined: 0 })
    expect(attempts).toBe(2)
  })

  test('a steward stops a pull that does not end; what was not taken in yet is forgotten', async () => {
    const slice = ctSlice({ study: 30, patient: 'MRN-30', slice: 1 })
    const url = await serve((request, response) => {
      if (!request.url?.includes('/series/')) return void response.end('[{"0020000E": {"Value": ["1.2.3"]}}]')
      response.writeHead(200, { 'content-type': 'multipart/related; type="application/dicom"; boundary=next' })
      response.write(Buffer.concat([Buffer.from('\r\n--next\r\nContent-Type: application/dicom\r\n\r\n'), slice]))
      response.write('\r\n--next\r\nContent-Type: application/dicom\r\n\r\nnever the end')
    })
    await save(url)
    const { id } = await hospital.steward.post<IntakeRun>('/pulls', { pacs: 'archive', studyUids: ['1.2'] })
    await until('the first object', async () => {
      const run = await hospital.steward.get<IntakeRun>(`/intake/${id}`)
      return run.found === 1 ? run : undefined
    })
    expect(await hospital.steward.post(`/intake/${id}/stop`)).toMatchObject({ state: 'stopped' })
    expect(await hospital.steward.refused('POST', `/intake/${id}/stop`)).toMatchObject({ code: 'state-conflict' })
    await until(
      'an empty inbox',
      async () => (await readdir(join(hospital.directory, 'inbox'))).length === 1 || undefined,
    )
    expect(await hospital.steward.get(`/intake/${id}`)).toMatchObject({ state: 'stopped', accepted: 0, failure: null })
  })
})
