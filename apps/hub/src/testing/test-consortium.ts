import { randomBytes } from 'node:crypto'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Device, EvaluationView, ProtocolDraft } from '@assay/contracts'
import { createLogger, serve } from '@assay/http'
import { packPackage } from '@assay/runner'
import type { StoreLocation } from '@assay/store'
import { afterAll } from 'vitest'
import { openHub } from '../open-hub.ts'
import { type FakeHospital, joinHospital, until } from './fake-hospital.ts'
import { firstOperator, invited, type TestPerson } from './people.ts'

/** A hub that answers, and how to end it. */
export interface RunningHub {
  readonly url: string
  readonly directory: string
  readonly stop: () => Promise<void>
}

/** A new folder of a test's own. */
export function testFolder(): { folder: string; remove: () => void } {
  const folder = mkdtempSync(join(tmpdir(), 'assay-hub-'))
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true }) }
}

/** Starts a hub in this process, over HTTP, with a database in its directory or where it is told. */
export async function startHub(directory: string, database?: StoreLocation): Promise<RunningHub> {
  let url = ''
  const hub = await openHub({
    directory,
    name: 'Test Centre',
    version: '0.1.0',
    database: database ?? { directory: join(directory, 'database') },
    clock: () => new Date(),
    random: randomBytes,
    log: createLogger('hub', 'error'),
    cookieName: 'assay-session-test',
    publicUrl: () => url,
    pages: join(directory, 'no-pages'),
  })
  const served = await serve({ app: hub.app, host: '127.0.0.1', port: 0 })
  url = served.url
  const stop = async () => {
    hub.stop()
    await served.close(500)
    await hub.close()
  }
  return { url, directory, stop }
}

/** The people of a consortium, three hospitals with sealed sets, and a registered device. */
export interface TestConsortium {
  readonly operator: TestPerson
  readonly vendor: TestPerson
  readonly reviewer: TestPerson
  readonly hospitals: readonly FakeHospital[]
  readonly device: Device
  readonly draft: ProtocolDraft
  /** A new evaluation, submitted and locked; gives its id. */
  readonly lock: (changes?: Partial<ProtocolDraft>) => Promise<string>
  /** Every hospital approves; waits until the run is ordered. */
  readonly approveAll: (id: string) => Promise<EvaluationView>
  /** Waits until the evaluation is in a state. */
  readonly reaches: (id: string, state: EvaluationView['state']) => Promise<EvaluationView>
  readonly stop: () => Promise<void>
}

/** Peoples a hub. */
export async function gatherConsortium({
  url,
  directory,
}: Pick<RunningHub, 'url' | 'directory'>): Promise<TestConsortium> {
  const operator = await firstOperator(url, directory)
  const vendor = await invited(url, operator, 'vendor', 'Example Vendor', 'vendor')
  const reviewer = await invited(url, operator, 'reviewer', 'Review Centre', 'reviewer')
  const hospitals: FakeHospital[] = []
  for (const name of ['Northgate', 'Riverside', 'Harbour']) {
    hospitals.push(await joinHospital(await operator.ask('POST', '/hospitals/invitations', { name }), name))
  }
  await until(async () => {
    const listed = await vendor.ask<{ testSets: unknown[] }[]>('GET', '/hospitals')
    return listed.filter((one) => one.testSets.length > 0).length === hospitals.length || undefined
  })
  const device = await vendor.ask<Device>('POST', '/devices', await devicePackage(directory))
  const draft = await draftFor(vendor, hospitals)
  const reaches: TestConsortium['reaches'] = (id, state) =>
    until(async () => {
      const view = await reviewer.ask<EvaluationView>('GET', `/evaluations/${id}`)
      return view.state === state ? view : undefined
    })
  return {
    operator,
    vendor,
    reviewer,
    hospitals,
    device,
    draft,
    lock: async (changes = {}) => {
      const request = { deviceId: device.id, draft: { ...draft, ...changes } }
      const { id } = await vendor.ask<EvaluationView>('POST', '/evaluations', request)
      await vendor.ask('POST', `/evaluations/${id}/submit`)
      await reviewer.ask('POST', `/evaluations/${id}/lock`)
      return id
    },
    reaches,
    approveAll: async (id) => {
      for (const hospital of hospitals) await hospital.approve(await hospital.asked(id))
      return reaches(id, 'running')
    },
    stop: async () => {
      for (const hospital of hospitals) await hospital.stop()
    },
  }
}

/** A hub and its consortium for all tests of a file: started here, stopped and the folder removed after the last of them. */
export async function consortiumForTests(): Promise<{ hub: RunningHub; consortium: TestConsortium }> {
  const { folder, remove } = testFolder()
  afterAll(remove)
  const hub = await startHub(folder)
  afterAll(hub.stop)
  const consortium = await gatherConsortium(hub)
  afterAll(consortium.stop)
  return { hub, consortium }
}

async function draftFor(vendor: TestPerson, hospitals: readonly FakeHospital[]): Promise<ProtocolDraft> {
  const categories = await vendor.ask<{ id: string; tasks: { template: ProtocolDraft }[] }[]>('GET', '/categories')
  const category = categories.find(({ id }) => id === 'ecg')
  return {
    ...category!.tasks[0]!.template,
    title: 'Example ECG Classifier 2.4.1',
    intendedUse: 'Finds beats.',
    category: 'ecg',
    task: 'beat-classification',
    target: 'these-hospitals',
    hospitals: hospitals.map(({ id }) => id),
    leastHospitals: 2,
    sampleSize: { leastPatients: 72, justification: 'All there are.' },
  }
}

/** A package of a device that does nothing: these tests never run it. */
export async function devicePackage(directory: string, version = '2.4.1'): Promise<Uint8Array> {
  const folder = join(directory, `device-${version}`)
  mkdirSync(folder, { recursive: true })
  const manifest = {
    schema: 'assay.device/1',
    name: 'Example ECG Classifier',
    version,
    vendor: 'Example Vendor',
    category: 'ecg',
    task: 'beat-classification',
    intendedUse: 'Finds beats.',
    program: { interpreter: 'node', file: 'main.js' },
    inputs: [{ slug: 'ecg-record', kind: 'Waveform', relativePath: 'waveforms/ecg-record' }],
    outputs: [{ slug: 'beat-annotations', kind: 'Waveform Annotations', relativePath: 'waveforms/beat-annotations' }],
    limits: { wallSeconds: 60, cpuSeconds: 60, memoryMiB: 256, processes: 8, outputMiB: 8, outputFiles: 8 },
  }
  writeFileSync(join(folder, 'device.json'), JSON.stringify(manifest))
  writeFileSync(join(folder, 'main.js'), '// Does nothing.\n')
  return packPackage(folder)
}
