import { type ChildProcess, execFileSync, spawn, spawnSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import process from 'node:process'
import {
  type Credentials,
  hospitalView,
  type ProtocolDraft,
  protocolDraft,
  testSetAnnouncement,
} from '@assay/contracts'
import { packPackage } from '@assay/runner'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { z } from 'zod'
import { carryThrough } from './carry-through.ts'
import { collectReport } from './collect-report.ts'
import { type Cast, gatherCast } from './people/consortium-people.ts'
import { inviteHospital } from './people/operator.ts'
import { joinHub, seal, takeIn } from './people/steward.ts'
import { draftEvaluation, registerDevice } from './people/vendor.ts'
import { type FreshConsortium, startFreshConsortium } from './testing/consortium-programs.ts'
import { assay, newDirectory, removeDirectory } from './testing/demonstration-process.ts'

const directory = newDirectory()
const known = new Map<string, Credentials>()
const boxes: ChildProcess[] = []
let consortium: FreshConsortium
let cast: Cast

beforeAll(async () => {
  consortium = await startFreshConsortium(directory, 4)
  const logins = { find: (key: string) => known.get(key), keep: (key: string, one: Credentials) => known.set(key, one) }
  cast = await gatherCast(consortium.hub, consortium.hospitals, logins, randomBytes)
  for (const { key, name } of consortium.hospitals)
    await joinHub(cast.stewards.get(key)!, () => inviteHospital(cast.operator, name))
}, 120_000)

afterAll(async () => {
  for (const box of boxes) box.kill('SIGKILL')
  await consortium.stop()
  removeDirectory(directory)
})

async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as { port: number }
  server.close()
  return port
}

/** The package of an appliance: what it is, and how its reports are read. */
async function packAppliance(): Promise<Uint8Array> {
  const folder = mkdtempSync(join(tmpdir(), 'assay-appliance-'))
  const label = { concept: { value: 'MDC_ECG_BEAT_NORMAL', scheme: 'MDC' }, label: 'N' }
  const answers = [{ form: 'sr-times', output: 'beat-annotations', labels: [label] }]
  const manifest = {
    ...{ schema: 'assay.device/1', name: 'ECG Box', version: '2.1', vendor: 'Example Vendor', category: 'ecg' },
    ...{ task: 'beat-classification', intendedUse: 'Finds beats.', program: { appliance: { answers } } },
    inputs: [{ slug: 'ecg-record', kind: 'Waveform', relativePath: 'waveforms/ecg-record' }],
    outputs: [{ slug: 'beat-annotations', kind: 'Waveform Annotations', relativePath: 'waveforms/beat-annotations' }],
    limits: { wallSeconds: 60, cpuSeconds: 60, memoryMiB: 64, processes: 4, outputMiB: 4, outputFiles: 4 },
  }
  writeFileSync(join(folder, 'device.json'), JSON.stringify(manifest))
  try {
    return await packPackage(folder)
  } finally {
    rmSync(folder, { recursive: true })
  }
}

/** A box beside a hospital, in a process of its own, which its steward registers at the command line. */
async function placeBox(hospital: FreshConsortium['hospitals'][number], vendor: string): Promise<void> {
  const [port, answerPort] = [await freePort(), await freePort()]
  const { name, password } = known.get(hospital.key)!
  Object.assign(process.env, { ASSAY_NODE: hospital.url, ASSAY_USER: name, ASSAY_PASSWORD: password })
  const places = ['--dicom', `BOX@127.0.0.1:${port}`, '--answers', `ANSWERS@127.0.0.1:${answerPort}`, '--no-tls']
  const words = ['appliance', 'add', 'ecg-box', '--vendor', vendor, '--device', 'ECG Box', '--address', '127.0.0.1']
  const added = await assay([...words, ...places])
  expect(added).toMatchObject({ status: 0, output: expect.stringContaining('ecg-box') })
  const conduct = {
    ...{ port, receives: 'all', steps: [{ form: 'report' }] },
    dicom: { host: '127.0.0.1', port: answerPort, called: 'ANSWERS', calling: 'BOX' },
    http: { url: '', name: '', secret: '' },
  }
  const program = join(import.meta.dirname, '../../apps/hospital/src/testing/appliance-program.ts')
  const box = spawn(process.execPath, [program, JSON.stringify(conduct)], { stdio: ['ignore', 'pipe', 'inherit'] })
  boxes.push(box)
  await new Promise<void>((resolve) => box.stdout.once('data', () => resolve()))
  box.stdout.resume()
}

const template = z.object({
  id: z.string(),
  tasks: z.array(z.object({ template: protocolDraft.pick({ endpoints: true, criteria: true, failedOutput: true }) })),
})

it('an evaluation over appliances comes to a signed report that says what their vendor was shown', {
  timeout: 240_000,
}, async () => {
  for (const { key } of consortium.hospitals) {
    const steward = cast.stewards.get(key)!
    await seal(steward, 'ecg', 'beat-classification', (await takeIn(steward, 'round-1', 'ecg', 'synthetic')).id)
  }
  const device = await registerDevice(cast.vendor, await packAppliance())
  const withSets = hospitalView.extend({ testSets: z.array(testSetAnnouncement) })
  const hospitals = await expectSets(() => cast.vendor.get('/api/hospitals', z.array(withSets)))
  const categories = await cast.vendor.get('/api/categories', z.array(template))
  const draft: ProtocolDraft = {
    ...categories.find(({ id }) => id === 'ecg')!.tasks[0]!.template,
    ...{ title: 'ECG Box 2.1', intendedUse: 'Finds beats.', category: 'ecg', task: 'beat-classification' },
    ...{ target: 'these-hospitals', hospitals: hospitals.map(({ id }) => id), leastHospitals: 3 },
    sampleSize: { leastPatients: 1, justification: 'A test.' },
  }
  // As a package it would never run: that is said before anything is locked.
  const asPackage = await draftEvaluation(cast.vendor, device.id, draft)
  await expect(carryThrough(asPackage.id, cast, [], () => undefined)).rejects.toThrow('not-the-devices-way')
  const { id } = await draftEvaluation(cast.vendor, device.id, { ...draft, wayOfRunning: 'appliance' })
  for (const hospital of consortium.hospitals) await placeBox(hospital, 'Example Vendor 示例厂商')
  const decided = await carryThrough(id, cast, consortium.hospitals, () => undefined)
  const { folder } = await collectReport(cast.reviewer, decided, join(directory, 'reports'))
  const file = (name: string) => join(folder, name)
  expect(await assay(['verify', file('report.json'), '--trust', file('trust.json')])).toMatchObject({ status: 0 })
  const { report } = z
    .object({ report: z.object({ hospitals: z.array(z.object({ cases: z.number(), conduct: z.looseObject({}) })) }) })
    .parse(JSON.parse(readFileSync(file('report.json'), 'utf8')))
  for (const { cases, conduct } of report.hospitals)
    expect(conduct).toMatchObject({
      ...{ wayOfRunning: 'appliance', isolation: 'not-seen', outcomes: { completed: cases } },
      disclosed: { cases, before: 0 },
    })
  if (spawnSync('pdftotext', ['-v']).status !== 0) return
  for (const [name, words] of [
    ['report.en.pdf', 'Disclosure: in these runs'],
    ['report.zh.pdf', '披露：本次运行向'],
  ] as const)
    expect(execFileSync('pdftotext', ['-raw', file(name), '-'], { encoding: 'utf8' })).toContain(words)
})

async function expectSets<One extends { testSets: unknown[] }>(ask: () => Promise<One[]>): Promise<One[]> {
  for (;;) {
    const hospitals = await ask()
    if (hospitals.length === 3 && hospitals.every(({ testSets }) => testSets.length > 0)) return hospitals
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
}
