import { type ChildProcess, execFileSync, spawn, spawnSync } from 'node:child_process'
import { join } from 'node:path'
import process from 'node:process'
import { freePort } from '@assay/http/testing'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { z } from 'zod'
import { carryThrough } from './carry-through.ts'
import { seal, takeIn } from './people/steward.ts'
import { draftEvaluation, registerDevice } from './people/vendor.ts'
import type { FreshConsortium } from './testing/consortium-programs.ts'
import { assay, newDirectory, removeDirectory } from './testing/demonstration-process.ts'
import {
  draftFromTemplate,
  type JoinedConsortium,
  reportOf,
  startJoinedConsortium,
} from './testing/joined-consortium.ts'
import { packOf } from './testing/template-device.ts'

const directory = newDirectory()
const boxes: ChildProcess[] = []
let joined: JoinedConsortium

beforeAll(async () => {
  joined = await startJoinedConsortium(directory, 4)
})

afterAll(async () => {
  for (const box of boxes) box.kill('SIGKILL')
  await joined.consortium.stop()
  removeDirectory(directory)
})

/** The package of an appliance: what it is, and how its reports are read. */
function packAppliance(): Promise<Uint8Array> {
  const label = { concept: { value: 'MDC_ECG_BEAT_NORMAL', scheme: 'MDC' }, label: 'N' }
  const answers = [{ form: 'sr-times', output: 'beat-annotations', labels: [label] }]
  const manifest = {
    schema: 'assay.device/1',
    name: 'ECG Box',
    version: '2.1',
    vendor: 'Example Vendor',
    category: 'ecg',
    task: 'beat-classification',
    intendedUse: 'Finds beats.',
    program: { appliance: { answers } },
    inputs: [{ slug: 'ecg-record', kind: 'Waveform', relativePath: 'waveforms/ecg-record' }],
    outputs: [{ slug: 'beat-annotations', kind: 'Waveform Annotations', relativePath: 'waveforms/beat-annotations' }],
    limits: { wallSeconds: 60, cpuSeconds: 60, memoryMiB: 64, processes: 4, outputMiB: 4, outputFiles: 4 },
  }
  return packOf(manifest)
}

/** A box beside a hospital, in a process of its own, which its steward registers at the command line. */
async function placeBox(hospital: FreshConsortium['hospitals'][number], vendor: string): Promise<void> {
  const [port, answerPort] = [await freePort(), await freePort()]
  const { name, password } = joined.known.get(hospital.key)!
  Object.assign(process.env, { ASSAY_NODE: hospital.url, ASSAY_USER: name, ASSAY_PASSWORD: password })
  const places = ['--dicom', `BOX@127.0.0.1:${port}`, '--answers', `ANSWERS@127.0.0.1:${answerPort}`, '--no-tls']
  const words = ['appliance', 'add', 'ecg-box', '--vendor', vendor, '--device', 'ECG Box', '--address', '127.0.0.1']
  const added = await assay([...words, ...places])
  expect(added).toMatchObject({ status: 0, output: expect.stringContaining('ecg-box') })
  const conduct = {
    port,
    receives: 'all',
    steps: [{ form: 'report' }],
    dicom: { host: '127.0.0.1', port: answerPort, called: 'ANSWERS', calling: 'BOX' },
    http: { url: '', name: '', secret: '' },
  }
  const program = join(import.meta.dirname, '../../apps/hospital/src/testing/appliance-program.ts')
  const box = spawn(process.execPath, [program, JSON.stringify(conduct)], { stdio: ['ignore', 'pipe', 'inherit'] })
  boxes.push(box)
  await new Promise<void>((resolve) => box.stdout.once('data', () => resolve()))
  box.stdout.resume()
}

it('an evaluation over appliances comes to a signed report that says what their vendor was shown', {
  timeout: 240_000,
}, async () => {
  for (const { key } of joined.consortium.hospitals) {
    const steward = joined.cast.stewards.get(key)!
    await seal(steward, 'ecg', 'beat-classification', (await takeIn(steward, 'round-1', 'ecg', 'synthetic')).id)
  }
  const device = await registerDevice(joined.cast.vendor, await packAppliance())
  const draft = await draftFromTemplate(joined.cast, {
    title: 'ECG Box 2.1',
    intendedUse: 'Finds beats.',
    category: 'ecg',
    task: 'beat-classification',
  })
  // As a package it would never run: that is said before anything is locked.
  const asPackage = await draftEvaluation(joined.cast.vendor, device.id, draft)
  await expect(carryThrough(asPackage.id, joined.cast, [], () => undefined)).rejects.toThrow('not-the-devices-way')
  for (const hospital of joined.consortium.hospitals) await placeBox(hospital, 'Example Vendor 示例厂商')
  const { json, file } = await reportOf(joined, {
    device: device.id,
    draft: { ...draft, wayOfRunning: 'appliance' },
    directory,
  })
  const { report } = z
    .object({ report: z.object({ hospitals: z.array(z.object({ cases: z.number(), conduct: z.looseObject({}) })) }) })
    .parse(json)
  for (const { cases, conduct } of report.hospitals)
    expect(conduct).toMatchObject({
      wayOfRunning: 'appliance',
      isolation: 'not-seen',
      outcomes: { completed: cases },
      disclosed: { cases, before: 0 },
    })
  if (spawnSync('pdftotext', ['-v']).status !== 0) return
  for (const [name, words] of [
    ['report.en.pdf', 'Disclosure: in these runs'],
    ['report.zh.pdf', '披露：本次运行向'],
  ] as const)
    expect(execFileSync('pdftotext', ['-raw', file(name), '-'], { encoding: 'utf8' })).toContain(words)
})
