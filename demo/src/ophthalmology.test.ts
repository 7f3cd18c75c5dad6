import { execFileSync, spawnSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import process from 'node:process'
import { findTask } from '@assay/categories'
import {
  type Credentials,
  hospitalView,
  type ProtocolDraft,
  protocolDraft,
  testSetAnnouncement,
} from '@assay/contracts'
import { startImageDecoders } from '@assay/formats'
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
import { type FundusCase, writeFundusFolder } from './testing/fundus-folder.ts'

const task = findTask('ophthalmology', 'referable-retinopathy')!
const isIsolated = spawnSync('bwrap', ['--unshare-all', '--ro-bind', '/', '/', 'true']).status === 0
const directory = newDirectory()
const known = new Map<string, Credentials>()
let consortium: FreshConsortium
let cast: Cast

beforeAll(async () => {
  consortium = await startFreshConsortium(directory, 1)
  const logins = { find: (key: string) => known.get(key), keep: (key: string, one: Credentials) => known.set(key, one) }
  cast = await gatherCast(consortium.hub, consortium.hospitals, logins, randomBytes)
  for (const { key, name } of consortium.hospitals)
    await joinHub(cast.stewards.get(key)!, () => inviteHospital(cast.operator, name))
}, 600_000)

afterAll(async () => {
  await consortium.stop()
  removeDirectory(directory)
})

/** The device that a vendor begins with, as its package. */
async function packDevice(): Promise<Uint8Array> {
  const folder = mkdtempSync(join(tmpdir(), 'assay-fundus-'))
  const manifest = {
    ...{ schema: 'assay.device/1', name: 'Spot Counter', version: '1.0', vendor: 'Example Vendor' },
    ...{ category: 'ophthalmology', task: task.id, intendedUse: 'Refers retinopathy.' },
    ...{ program: { interpreter: 'node', file: 'device.mjs' }, inputs: task.inputs, outputs: task.outputs },
    limits: { wallSeconds: 60, cpuSeconds: 60, memoryMiB: 1024, processes: 32, outputMiB: 16, outputFiles: 16 },
  }
  writeFileSync(join(folder, 'device.json'), JSON.stringify(manifest))
  writeFileSync(join(folder, 'device.mjs'), task.deviceTemplate('node'))
  try {
    return await packPackage(folder)
  } finally {
    rmSync(folder, { recursive: true })
  }
}

interface Said {
  readonly likelihood: number
  readonly grade: string
}

/** What the program says of each photograph, outside of everything. */
async function answersOf(cases: readonly FundusCase[]): Promise<Said[]> {
  const decoders = startImageDecoders()
  const folder = mkdtempSync(join(tmpdir(), 'assay-fundus-'))
  const said: Said[] = []
  try {
    writeFileSync(join(folder, 'device.mjs'), task.deviceTemplate('node'))
    for (const { given } of cases) {
      for (const { path, bytes } of await task.inputFiles(given.files, decoders)) {
        mkdirSync(dirname(join(folder, 'in', path)), { recursive: true })
        writeFileSync(join(folder, 'in', path), bytes)
      }
      const env = { PATH: process.env.PATH, INPUT_DIR: join(folder, 'in'), OUTPUT_DIR: join(folder, 'out') }
      execFileSync(process.execPath, [join(folder, 'device.mjs')], { env })
      const read = (name: string) => JSON.parse(readFileSync(join(folder, 'out', `${name}.json`), 'utf8'))
      said.push({ likelihood: read('referable-retinopathy-likelihood'), grade: read('retinopathy-grade') })
    }
  } finally {
    decoders.close()
    rmSync(folder, { recursive: true })
  }
  return said
}

const counted = z.looseObject({ id: z.string(), numerator: z.number().optional(), denominator: z.number().optional() })
const reportFile = z.object({
  report: z.object({
    hospitals: z.array(z.object({ cases: z.number(), conduct: z.looseObject({ outcomes: z.unknown() }) })),
    endpoints: z.array(z.object({ endpoint: z.string(), figures: z.array(counted) })),
  }),
})
const template = z.object({
  id: z.string(),
  tasks: z.array(z.object({ template: protocolDraft.pick({ endpoints: true, criteria: true, failedOutput: true }) })),
})

it.skipIf(!isIsolated)(
  'photographs of three hospitals, from their folders to a signed report whose counts are those of the same program by hand (needs bubblewrap)',
  { timeout: 900_000 },
  async () => {
    const cases: FundusCase[] = []
    for (const [index, hospital] of consortium.hospitals.entries()) {
      cases.push(...writeFundusFolder(join(consortium.intakeOf(hospital), 'photographs'), 21 + index, 5))
      const steward = cast.stewards.get(hospital.key)!
      const intake = await takeIn(steward, 'photographs', 'ophthalmology', 'synthetic')
      expect(intake).toMatchObject({ found: 20, accepted: 20, quarantined: 0 })
      expect(await seal(steward, 'ophthalmology', task.id, intake.id)).toMatchObject({ cases: 10, patients: 5 })
    }
    const device = await registerDevice(cast.vendor, await packDevice())
    const hospitals = await expectSets()
    const categories = await cast.vendor.get('/api/categories', z.array(template))
    const draft: ProtocolDraft = {
      ...categories.find(({ id }) => id === 'ophthalmology')!.tasks[0]!.template,
      ...{ title: 'Spot Counter 1.0', intendedUse: 'Refers retinopathy.', category: 'ophthalmology', task: task.id },
      ...{ target: 'these-hospitals', hospitals: hospitals.map(({ id }) => id), leastHospitals: 3 },
      sampleSize: { leastPatients: 15, justification: 'A test.' },
    }
    const { id } = await draftEvaluation(cast.vendor, device.id, draft)
    const decided = await carryThrough(id, cast, consortium.hospitals, () => undefined)
    const { folder } = await collectReport(cast.reviewer, decided, join(directory, 'reports'))
    const file = (name: string) => join(folder, name)
    expect(await assay(['verify', file('report.json'), '--trust', file('trust.json')])).toMatchObject({ status: 0 })
    const { report } = reportFile.parse(JSON.parse(readFileSync(file('report.json'), 'utf8')))
    for (const { cases: count, conduct } of report.hospitals)
      expect(conduct).toMatchObject({ isolation: 'bubblewrap', outcomes: { completed: count } })
    const answers = await answersOf(cases)
    // What can't be graded is referred, by the reading centre and by the device: nothing is dropped.
    const pairs = cases.map(({ grade }, i) => ({
      truth: grade === null || grade >= 2,
      call: answers[i]!.grade === 'ungradable' || answers[i]!.likelihood >= 0.5,
    }))
    const count = (is: (pair: { truth: boolean; call: boolean }) => boolean) => pairs.filter(is).length
    const figures = report.endpoints.find(({ endpoint }) => endpoint === 'referral')!.figures
    expect(figures).toEqual(
      expect.arrayContaining([
        expect.objectContaining({
          ...{
            id: 'sensitivity',
            numerator: count(({ truth, call }) => truth && call),
            denominator: count(({ truth }) => truth),
          },
        }),
        expect.objectContaining({
          ...{
            id: 'specificity',
            numerator: count(({ truth, call }) => !truth && !call),
            denominator: count(({ truth }) => !truth),
          },
        }),
        expect.objectContaining({ id: 'completion', numerator: 30, denominator: 30 }),
      ]),
    )
    expect(cases.some(({ grade }) => grade === null)).toBe(true)
    const ids = report.endpoints.map(({ endpoint, figures: own }) => [endpoint, own[0]!.id, own[0]!.status])
    expect(ids).toEqual(
      expect.arrayContaining([
        ['discrimination', 'area', 'estimated'],
        ['grades', 'kappa', 'estimated'],
      ]),
    )
    if (spawnSync('pdftotext', ['-v']).status !== 0) return
    for (const [name, words] of [
      ['report.en.pdf', ['Referral: sensitivity', 'Grades: kappa', 'Referable is grade 2 and above']],
      ['report.zh.pdf', ['转诊判断：灵敏度', '分级：与参考标准的 kappa']],
    ] as const) {
      const text = execFileSync('pdftotext', ['-raw', file(name), '-'], { encoding: 'utf8' })
      for (const word of words) expect(text.replace(/\s+/g, ' ')).toContain(word)
      if (process.env.ASSAY_PICTURES) writeFileSync(join(process.env.ASSAY_PICTURES, name), readFileSync(file(name)))
    }
  },
)

async function expectSets() {
  const withSets = hospitalView.extend({ testSets: z.array(testSetAnnouncement) })
  for (;;) {
    const hospitals = await cast.vendor.get('/api/hospitals', z.array(withSets))
    if (hospitals.length === 3 && hospitals.every(({ testSets }) => testSets.length > 0)) return hospitals
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
}
