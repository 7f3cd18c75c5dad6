import { createHash } from 'node:crypto'
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { DeviceLimits, DeviceManifest } from '@assay/contracts'
import type { Bench } from '../executors/choose-executor.ts'
import { type OpenedPackage, openPackage } from '../package/open-package.ts'
import { packPackage } from '../package/pack-package.ts'
import { librariesOf } from '../package/place-runtime.ts'
import { type CaseRun, runCase } from '../run/run-case.ts'
import { imageParts, type Member, ociArchive, tarOf } from './image-archive.ts'

/** What every test device gets. */
export const input = [{ path: 'in/record.dat', bytes: Buffer.from('signal') }]

/** The static one of Debian's busybox-static, for images without anything of this system. */
export const busybox = '/bin/busybox'

const never = new AbortController().signal

/**
 * A device package, packed and opened, made of a program's text, which knows `fs` and `out`, its folder for output.
 * @param further files of this machine that it has with it, by name
 */
export async function testDevice(
  bench: Bench,
  program: string,
  limits: Partial<DeviceLimits> = {},
  further: Record<string, string> = {},
  changes: Partial<DeviceManifest> = {},
): Promise<OpenedPackage> {
  const folder = mkdtempSync(join(tmpdir(), 'assay-runner-test-'))
  try {
    writeFileSync(join(folder, 'device.json'), JSON.stringify({ ...manifest(limits), ...changes }))
    writeFileSync(join(folder, 'main.mjs'), `import fs from 'node:fs'\nconst out = process.env.OUTPUT_DIR\n${program}`)
    for (const [name, file] of Object.entries(further)) cpSync(file, join(folder, name), { dereference: true })
    const archive = await packPackage(folder)
    return await openPackage(bench, archive, createHash('sha256').update(archive).digest('hex'))
  } finally {
    rmSync(folder, { recursive: true })
  }
}

/** A program of this system as an image has it, with all that it is linked with. */
export function withProgram(program: string, to: string): Member[] {
  const files = [[program, to] as const, ...librariesOf(program)]
  return files.map(([from, path]) => ({ name: path.slice(1), mode: 0o755, content: readFileSync(from) }))
}

/** What an image of a test has beside busybox. */
interface TestImageParts {
  limits?: Partial<DeviceLimits>
  model?: string
  members?: readonly Member[]
  environment?: readonly string[]
  /** What runs the script, if not busybox. */
  shell?: readonly string[]
}

/** A device package with an image of busybox and a script that its shell runs. */
export async function testImageDevice(
  bench: Bench,
  script: string,
  { limits = {}, model, members = [], environment = [], shell = ['/bin/busybox', 'sh'] }: TestImageParts = {},
): Promise<OpenedPackage> {
  const parts = await imageParts({
    layers: [
      { members: [{ name: 'bin/busybox', mode: 0o755, content: readFileSync(busybox) }], compression: 'zstd' },
      { members: [{ name: 'bin/su', mode: 0o4755, content: readFileSync(busybox) }, ...members] },
    ],
    command: [...shell, '-c', script],
    environment: ['FROM_IMAGE=yes', 'PATH=/bin', 'OUTPUT_DIR=/elsewhere', ...environment],
  })
  const archive = await tarOf([
    { name: 'device.json', content: JSON.stringify({ ...manifest(limits), program: { image: 'image.tar' } }) },
    { name: 'image.tar', content: await ociArchive(parts) },
    ...(model === undefined ? [] : [{ name: 'model/weights', content: model }]),
  ])
  return openPackage(bench, archive, createHash('sha256').update(archive).digest('hex'))
}

/** Runs a test device once; gives what it wrote to `answer`. */
export async function tryDevice(
  bench: Bench,
  device: OpenedPackage,
): Promise<CaseRun & { answer: string | undefined }> {
  const ran = await runCase(bench, device, input, never)
  const file = join(ran.output, 'answer')
  const answer = ran.outcome === 'completed' && existsSync(file) ? readFileSync(file, 'utf8') : undefined
  await ran.discard()
  return { ...ran, answer }
}

function manifest(limits: Partial<DeviceLimits>) {
  return {
    schema: 'assay.device/1',
    name: 'test',
    version: '1',
    vendor: 'test',
    category: 'ecg',
    task: 'beat-classification',
    intendedUse: 'test',
    program: { interpreter: 'node', file: 'main.mjs' },
    inputs: [{ slug: 'ecg-record', kind: 'Waveform', relativePath: 'in' }],
    outputs: [{ slug: 'beat-annotations', kind: 'Waveform Annotations', relativePath: 'out' }],
    cases: 'one-per-start',
    gpus: 0,
    limits: { wallSeconds: 10, cpuSeconds: 10, memoryMiB: 300, processes: 8, outputMiB: 1, outputFiles: 10, ...limits },
  }
}
