import { copyFileSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import { connect } from 'node:net'
import { join } from 'node:path'
import type { ListenerSettings, ListenerStatus, StudyPage } from '@assay/contracts'
import { freePort } from '@assay/http/testing'
import { describe, expect, test } from 'vitest'
import { hasProgram, makeCertificates, runProgram, startOrthanc } from '../../testing/dicom-programs.ts'
import { ctSlice, writeSlices } from '../../testing/slices.ts'
import { hospitalForTests } from '../../testing/test-hospital.ts'
import { until } from '../../testing/until.ts'

const hasDcmtk = ['storescu', 'dcmsend', 'echoscu'].every(hasProgram)
const hasOrthanc = hasProgram('Orthanc')

const hospital = await hospitalForTests()

const settings: ListenerSettings = {
  enabled: true,
  host: '127.0.0.1',
  port: 0,
  tls: false,
  titles: [{ aeTitle: 'ASSAY_LUNG', category: 'lung-ct', provenance: 'patients' }],
  peers: [
    { aeTitle: 'SCANNER', address: '127.0.0.1', commitment: null },
    { aeTitle: 'ELSEWHERE', address: '10.9.8.7', commitment: null },
  ],
}

async function listen(changes: Partial<ListenerSettings> = {}): Promise<string> {
  const status = await hospital.steward.put<ListenerStatus>('/listener', { ...settings, ...changes })
  expect(status.failure).toBeNull()
  return String(status.listening)
}

const called = ['-aec', 'ASSAY_LUNG', '-aet', 'SCANNER']
const instances = async () => {
  const { studies } = await hospital.steward.get<StudyPage>('/studies?category=lung-ct')
  return studies.reduce((sum, study) => sum + study.instances, 0)
}

describe.skipIf(!hasDcmtk)('a DICOM listener (needs dcmtk)', () => {
  test('answers C-ECHO of peers on its list under its title, and rejects everybody else', async () => {
    const port = await listen()
    const echo = (...words: string[]) => runProgram('echoscu', [...words, '127.0.0.1', port])
    expect((await echo(...called)).status).toBe(0)
    expect((await echo('-aec', 'ASSAY_LUNG', '-aet', 'STRANGER')).said).toMatch(/Calling AE Title Not Recognized/)
    expect((await echo('-aec', 'OTHER', '-aet', 'SCANNER')).said).toMatch(/Called AE Title Not Recognized/)
    expect((await echo('-aec', 'ASSAY_LUNG', '-aet', 'ELSEWHERE')).said).toMatch(/Calling AE Title Not Recognized/)
    await echo('-aec', 'ASSAY_LUNG', '-aet', 'STRANGER')
    const { refusals, addresses, files } = await hospital.steward.get<ListenerStatus>('/listener')
    expect(refusals.map(({ calling, called, why }) => [calling, called, why])).toEqual([
      ['STRANGER', 'ASSAY_LUNG', 'calling'],
      ['ELSEWHERE', 'ASSAY_LUNG', 'address'],
      ['SCANNER', 'OTHER', 'called'],
    ])
    expect(addresses).toEqual(['127.0.0.1'])
    expect(files).toEqual({ certificate: null, hasKey: false, authorities: 0 })
  })

  test('takes in what storescu and dcmsend send; sending again changes nothing', async () => {
    const port = await listen()
    const from = join(hospital.directory, 'to-send')
    writeSlices(from, 9)
    const sent = await runProgram('storescu', [...called, '127.0.0.1', port, '+sd', from])
    expect(sent).toMatchObject({ status: 0 })
    const run = await hospital.steward.intakeEnds(({ way }) => way === 'listener')
    expect(run).toMatchObject({ source: 'ASSAY_LUNG', state: 'finished', found: 9, accepted: 9, quarantined: 0 })
    const again = await runProgram('dcmsend', [...called, '127.0.0.1', port, '+sd', from])
    expect(again).toMatchObject({ status: 0 })
    const second = await hospital.steward.intakeEnds(({ way, id }) => way === 'listener' && id !== run.id)
    expect(second).toMatchObject({ found: 9, accepted: 0, known: 9 })
    const { senders } = await hospital.steward.get<ListenerStatus>('/listener')
    expect(senders).toMatchObject([{ peer: 'SCANNER', title: 'ASSAY_LUNG', objects: 18 }])
    expect(senders[0]!.bytes).toBe(run.bytes + second.bytes)
    expect(Date.parse(senders[0]!.lastAt)).toBeGreaterThan(Date.parse(senders[0]!.firstAt))
    expect(await instances()).toBe(9)
    expect(readdirSync(join(hospital.directory, 'inbox'))).toEqual(['drafts'])
  })

  test('ends a connection that sends rubbish or announces an enormous unit, and goes on answering', async () => {
    const port = await listen()
    const rubbish = [
      Buffer.from('GET / HTTP/1.1\r\n\r\n'),
      Buffer.from('0100ffffffff00', 'hex'),
      Buffer.from('0400000000060000', 'hex'),
    ]
    for (const bytes of rubbish) {
      const socket = connect(Number(port), '127.0.0.1')
      socket.on('error', () => undefined)
      socket.write(bytes)
      socket.end()
      await until('the end of the connection', () => (socket.destroyed ? true : undefined))
    }
    expect((await runProgram('echoscu', [...called, '127.0.0.1', port])).status).toBe(0)
  })

  test('says by its settings what keeps it from listening', async () => {
    const status = await hospital.steward.put<ListenerStatus>('/listener', { ...settings, tls: true })
    expect(status).toMatchObject({ listening: null, failure: { code: 'listener-certificate-missing' } })
    const unknown = { ...settings, titles: [{ ...settings.titles[0]!, category: 'knee-mri' }] }
    expect(await hospital.steward.refused('PUT', '/listener', unknown)).toMatchObject({ code: 'not-found' })
  })

  test('with TLS takes objects only from whoever holds a certificate of its authorities', async () => {
    const certificates = join(hospital.directory, 'certificates')
    makeCertificates(certificates)
    const own = join(hospital.directory, 'listener')
    mkdirSync(own, { recursive: true })
    for (const [from, to] of [
      ['server.pem', 'certificate.pem'],
      ['server.key', 'key.pem'],
      ['authority.pem', 'authorities.pem'],
    ] as const)
      copyFileSync(join(certificates, from), join(own, to))
    const port = await listen({ tls: true })
    const file = join(hospital.directory, 'tls.dcm')
    writeFileSync(file, ctSlice({ study: 7, patient: 'MRN-7', slice: 1 }))
    const as = (name: string) => ['+tls', join(certificates, `${name}.key`), join(certificates, `${name}.pem`)]
    const trusting = ['+cf', join(certificates, 'authority.pem')]
    const before = await instances()
    const plain = await runProgram('storescu', [...called, '127.0.0.1', port, file])
    expect(plain.status).not.toBe(0)
    const stranger = await runProgram('storescu', [...as('stranger'), ...trusting, ...called, '127.0.0.1', port, file])
    expect(stranger.status).not.toBe(0)
    const known = await runProgram('storescu', [...as('client'), ...trusting, ...called, '127.0.0.1', port, file])
    expect(known).toMatchObject({ status: 0 })
    await until('the slice', async () => ((await instances()) === before + 1 ? true : undefined), 60)
  })
})

describe.skipIf(!hasOrthanc)('an Orthanc (needs orthanc)', () => {
  test('sends to the listener, and is told what is kept, by storage commitment', async () => {
    const orthancPort = await freePort()
    const commitment = { host: '127.0.0.1', port: orthancPort }
    const port = await listen({ peers: [{ aeTitle: 'ORTHANC', address: null, commitment }] })
    const assay = { AET: 'ASSAY_LUNG', Host: '127.0.0.1', Port: Number(port), AllowStorageCommitment: true }
    const orthanc = await startOrthanc(join(hospital.directory, 'orthanc'), {
      DicomPort: orthancPort,
      DicomModalities: { assay },
      DicomAlwaysAllowStore: true,
    })
    try {
      for (let slice = 1; slice <= 3; slice += 1) await orthanc.store(ctSlice({ study: 8, patient: 'MRN-8', slice }))
      const ids = (await orthanc.ask('GET', '/instances')) as string[]
      await orthanc.ask('POST', '/modalities/assay/store', { Resources: ids, StorageCommitment: false })
      const asked = (await orthanc.ask('POST', '/modalities/assay/storage-commitment', { Resources: ids })) as {
        ID: string
      }
      const report = await until(
        'the report',
        async () => {
          const found = (await orthanc.ask('GET', `/storage-commitment/${asked.ID}`)) as {
            Status: string
            Success: unknown[]
          }
          return found.Status === 'Pending' ? undefined : found
        },
        60,
      )
      expect(report.Status).toBe('Success')
      expect(report.Success).toHaveLength(3)
    } finally {
      await orthanc.stop()
    }
  })
})
