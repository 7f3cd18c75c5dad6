import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { DeviceLimits } from '@assay/contracts'
import { packPackage } from '@assay/runner'
import { sha256 } from '@assay/signing'

/** A device package, and its digest. */
export interface TestDevice {
  readonly archive: Uint8Array
  readonly digest: string
}

/** What every program below knows: the signal that it was given, and how to leave annotations. */
const preamble = `
import { createHash } from 'node:crypto'
import { mkdirSync, readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
const input = process.env.INPUT_DIR, output = process.env.OUTPUT_DIR
const folder = join(input, 'waveforms/ecg-record')
const signal = readFileSync(join(folder, 'record.dat'))
const leave = (bytes) => {
  const to = join(output, 'waveforms/beat-annotations')
  mkdirSync(to, { recursive: true })
  writeFileSync(join(to, 'record.qrs'), Buffer.from(bytes))
}
`

/** Programs of devices. An annotation file of two zero bytes says that there is no beat. */
export const programs = {
  findsNothing: 'leave([0, 0])',
  hangs: 'setInterval(() => undefined, 1000)',
  /** Does one of five things, by the hash of the signal that it is shown: the test can tell which. */
  fails: `
    const kind = createHash('sha256').update(signal).digest()[0] % 5
    if (kind === 0) leave([0, 0])
    if (kind === 1) process.exit(3)
    if (kind === 2) setInterval(() => undefined, 1000)
    if (kind === 3) leave([1, 2, 3])`,
  /** Crashes where it finds anything but a signal under a neutral name, of no date. */
  looksAround: `
    const names = readdirSync(input, { recursive: true }).sort()
    const expected = ['inputs.json', 'waveforms', 'waveforms/ecg-record']
    expected.push('waveforms/ecg-record/record.dat', 'waveforms/ecg-record/record.hea')
    if (names.join() !== expected.join()) throw new Error(names.join())
    if (names.some((name) => statSync(join(input, name)).mtimeMs !== 0)) throw new Error('a date')
    if (/#/.test(readFileSync(join(folder, 'record.hea'), 'utf8'))) throw new Error('a comment')
    leave([0, 0])`,
  /** Takes long enough to be killed in the middle. */
  slow: 'setTimeout(() => leave([0, 0]), 1500)',
} as const

/** Packs a device of a program's text. */
export async function testDevice(program: string, limits: Partial<DeviceLimits> = {}): Promise<TestDevice> {
  return packed(preamble + program, manifest(limits))
}

/**
 * Packs a device that takes case after case; `act` does with each what it will: `output` is its folder, `count` how many
 * there were in this start.
 */
export async function testSeriesDevice(act: string): Promise<TestDevice> {
  const program = `import { mkdirSync, writeFileSync } from 'node:fs'
    import { createInterface } from 'node:readline'
    let count = 0
    console.log('ready')
    for await (const name of createInterface({ input: process.stdin })) {
      const output = process.env.OUTPUT_DIR + '/' + name + '/waveforms/beat-annotations'
      count += 1
      ${act}
      console.log('done ' + name)
    }`
  return packed(program, { ...manifest({}), cases: 'many-per-start' })
}

async function packed(program: string, description: object): Promise<TestDevice> {
  const folder = mkdtempSync(join(tmpdir(), 'assay-hospital-device-'))
  try {
    mkdirSync(folder, { recursive: true })
    writeFileSync(join(folder, 'device.json'), JSON.stringify(description))
    writeFileSync(join(folder, 'main.mjs'), program)
    const archive = await packPackage(folder)
    return { archive, digest: sha256(archive) }
  } finally {
    rmSync(folder, { recursive: true })
  }
}

function manifest(limits: Partial<DeviceLimits>) {
  return {
    schema: 'assay.device/1',
    name: 'Test ECG',
    version: '1.0',
    vendor: 'Maker',
    category: 'ecg',
    task: 'beat-classification',
    intendedUse: 'Finds beats.',
    program: { interpreter: 'node', file: 'main.mjs' },
    inputs: [{ slug: 'ecg-record', kind: 'Waveform', relativePath: 'waveforms/ecg-record' }],
    outputs: [{ slug: 'beat-annotations', kind: 'Waveform Annotations', relativePath: 'waveforms/beat-annotations' }],
    limits: {
      wallSeconds: 30,
      cpuSeconds: 30,
      memoryMiB: 300,
      processes: 8,
      outputMiB: 4,
      outputFiles: 8,
      ...limits,
    },
  }
}
