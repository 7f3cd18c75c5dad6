import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import process from 'node:process'
import type { ApplianceSettings } from '@assay/contracts'
import { freePort } from '@assay/http/testing'
import { packPackage } from '@assay/runner'
import { sha256 } from '@assay/signing'
import type { TestDevice } from './test-device.ts'
import { until } from './until.ts'

/** Something that the appliance does after it has a case. */
export interface ApplianceStep {
  readonly form: 'json' | 'report' | 'picture' | 'segmentation' | 'plan'
  readonly about?: 'unknown'
  /** What it posts. */
  readonly text?: string
  /** Places of normal beats, from 1. */
  readonly samples?: readonly number[]
  /** Points in the patient with their probabilities, in place of beats. */
  readonly points?: readonly (readonly [x: number, y: number, z: number, probability: number])[]
  readonly afterMilliseconds?: number
}

/** How an appliance of a test behaves. */
export interface ApplianceConduct {
  readonly port: number
  readonly receives: 'all' | 'busy-once' | 'drops-once' | 'refuses' | 'rejects'
  readonly steps: readonly ApplianceStep[]
  readonly dicom: { host: string; port: number; called: string; calling: string }
  readonly http: { url: string; name: string; secret: string }
}

/** What an appliance said of itself. */
interface Told {
  readonly event: 'listening' | 'received' | 'rejected' | 'answered' | 'fault'
  readonly [detail: string]: unknown
}

/** An appliance in a process of its own. */
export interface TestAppliance {
  readonly told: readonly Told[]
  readonly of: (event: Told['event']) => Told[]
  readonly stop: () => Promise<void>
}

/** Settings of an appliance of a test, on ports that were free a moment ago. */
export async function applianceSettingsFor(changes: Partial<ApplianceSettings> = {}): Promise<ApplianceSettings> {
  return {
    name: 'box',
    vendor: 'Maker',
    device: 'Test ECG',
    addresses: ['127.0.0.1'],
    way: { kind: 'dicom', host: '127.0.0.1', port: await freePort(), called: 'BOX', calling: 'ASSAY', tls: false },
    listener: { host: '127.0.0.1', port: await freePort(), called: 'ASSAY_ANSWER', calling: 'BOX', tls: false },
    answerSeconds: 20,
    attempts: 3,
    pauseSeconds: 0.05,
    ...changes,
  }
}

/** Starts an appliance that was registered at a node. */
export async function startAppliance(
  settings: ApplianceSettings,
  node: { url: string; directory: string },
  { receives = 'all', steps }: { receives?: ApplianceConduct['receives']; steps: readonly ApplianceStep[] },
): Promise<TestAppliance> {
  const { name, way, listener } = settings
  const secret = readFileSync(join(node.directory, 'appliances', name, 'answer-secret'), 'utf8').trim()
  const conduct: ApplianceConduct = {
    receives,
    steps,
    port: way.kind === 'dicom' ? way.port : 0,
    dicom: listener ?? { host: '127.0.0.1', port: 1, called: '', calling: '' },
    http: { url: node.url, name, secret },
  }
  const child = spawn(process.execPath, [join(import.meta.dirname, 'appliance-program.ts'), JSON.stringify(conduct)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const told: Told[] = []
  let rest = ''
  child.stdout.on('data', (data: Buffer) => {
    const lines = (rest + data).split('\n')
    rest = lines.pop() ?? ''
    told.push(...lines.map((line) => JSON.parse(line) as Told))
  })
  const of: TestAppliance['of'] = (event) => told.filter((one) => one.event === event)
  await until('the appliance', async () => of('listening')[0])
  const stop = async () => {
    const ended = once(child, 'exit')
    child.kill('SIGKILL')
    await ended
  }
  return { told, of, stop }
}

/** What the package of an appliance says of its answers: as JSON, or by a report. */
export const forms = {
  json: { form: 'json', output: 'beat-annotations' },
  report: {
    form: 'sr-times',
    output: 'beat-annotations',
    labels: [{ concept: { value: 'MDC_ECG_BEAT_NORMAL', scheme: 'MDC' }, label: 'N' }],
  },
} as const

/** Packs the package of an appliance: what it is, and how it answers; of another task where `changes` say so. */
export async function appliancePackage(answers: readonly object[], changes: object = {}): Promise<TestDevice> {
  const folder = mkdtempSync(join(tmpdir(), 'assay-appliance-'))
  const manifest = {
    schema: 'assay.device/1',
    name: 'Test ECG',
    version: '1.0',
    vendor: 'Maker',
    category: 'ecg',
    task: 'beat-classification',
    intendedUse: 'Finds beats.',
    program: { appliance: { answers } },
    inputs: [{ slug: 'ecg-record', kind: 'Waveform', relativePath: 'waveforms/ecg-record' }],
    outputs: [{ slug: 'beat-annotations', kind: 'Waveform Annotations', relativePath: 'waveforms/beat-annotations' }],
    limits: { wallSeconds: 30, cpuSeconds: 30, memoryMiB: 300, processes: 8, outputMiB: 4, outputFiles: 8 },
    ...changes,
  }
  try {
    writeFileSync(join(folder, 'device.json'), JSON.stringify(manifest))
    const archive = await packPackage(folder)
    return { archive, digest: sha256(archive) }
  } finally {
    rmSync(folder, { recursive: true })
  }
}
