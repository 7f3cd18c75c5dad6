import { type ChildProcess, execFileSync, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import process from 'node:process'
import { type CategoryTask, findTask } from '@assay/categories'
import type { ProtocolDraft } from '@assay/contracts'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { seal, takeIn } from './people/steward.ts'
import { registerDevice } from './people/vendor.ts'
import { writeChestFolder } from './testing/chest-folder.ts'
import type { FreshConsortium } from './testing/consortium-programs.ts'
import { assay, newDirectory, removeDirectory } from './testing/demonstration-process.ts'
import { type CaseOfPatient, figuresByHand, namesAndEstimates } from './testing/figures-by-hand.ts'
import { writeFundusFolder } from './testing/fundus-folder.ts'
import {
  draftFromTemplate,
  type JoinedConsortium,
  reportOf,
  startJoinedConsortium,
} from './testing/joined-consortium.ts'
import { packOf } from './testing/template-device.ts'

/** Two evaluations of images from hub to report, over boxes beside three hospitals: minutes. */
const hasTime = process.env.ASSAY_IMAGING !== undefined
const programs = ['Orthanc', 'storescu'].every((name) => spawnSync('sh', ['-c', `command -v ${name}`]).status === 0)
const isReady = hasTime && programs && spawnSync('/usr/bin/python3', ['-c', 'import pydicom, numpy']).status === 0
const vendor = 'Example Vendor 示例厂商'
const chest = findTask('lung-ct', 'nodule-detection')!
const fundus = findTask('ophthalmology', 'referable-retinopathy')!
const directory = newDirectory()
const boxes: ChildProcess[] = []
let joined: JoinedConsortium

/** A kind of box: whose cases it takes and by what way, and how its reports are read. */
interface Kind {
  readonly name: string
  readonly device: string
  readonly category: string
  readonly task: CategoryTask
  readonly way: 'c-store' | 'stow'
  /** Objects of a case. */
  readonly objects: number
  readonly image: string
  readonly answers: readonly object[]
}

const grades = ['0', '1', '2', '3', '4', 'ungradable']
const chestBox: Kind = {
  name: 'chest-box',
  device: 'Chest Box',
  category: 'lung-ct',
  task: chest,
  way: 'c-store',
  objects: 64,
  image: 'images/ct',
  answers: [{ form: 'sr-points', output: 'nodule-locations', probability: { value: '111047', scheme: 'DCM' } }],
}
const eyeBox: Kind = {
  name: 'eye-box',
  device: 'Eye Box',
  category: 'ophthalmology',
  task: fundus,
  way: 'stow',
  objects: 1,
  image: 'images/color-fundus',
  answers: [
    {
      form: 'sr-number',
      output: 'referable-retinopathy-likelihood',
      concept: { value: 'likelihood', scheme: '99BOX' },
    },
    {
      form: 'sr-choice',
      output: 'retinopathy-grade',
      concept: { value: 'grade', scheme: '99BOX' },
      labels: grades.map((label) => ({ concept: { value: `grade-${label}`, scheme: '99BOX' }, label })),
    },
  ],
}

async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as { port: number }
  server.close()
  return port
}

/** A box beside a hospital, which its steward registers at the command line. Its program is the task's template. */
async function placeBox(kind: Kind, hospital: FreshConsortium['hospitals'][number]): Promise<void> {
  const folder = join(directory, 'boxes', `${kind.name}-${hospital.key}`)
  mkdirSync(folder, { recursive: true })
  const own = join(folder, 'device.mjs')
  writeFileSync(own, kind.task.deviceTemplate('node'))
  const port = await freePort()
  const secretFile = join(hospital.directory, 'appliances', kind.name, 'answer-secret')
  const answers =
    kind.way === 'stow'
      ? { kind: 'stow', url: hospital.url, name: kind.name, secretFile }
      : { kind: 'dicom', port, called: 'ANSWERS', calling: 'BOX' }
  const conduct = { folder, program: own, image: kind.image, objects: kind.objects, answers }
  const program = join(import.meta.dirname, '../../apps/hospital/src/testing/imaging-box-program.ts')
  const box = spawn(process.execPath, [program, JSON.stringify(conduct)], { stdio: ['pipe', 'pipe', 'inherit'] })
  boxes.push(box)
  const [line] = await once(box.stdout, 'data')
  box.stdout.resume()
  const { dicomPort, url } = JSON.parse(`${line}`) as { dicomPort: number; url: string }
  const places =
    kind.way === 'stow'
      ? ['--dicomweb', `${url}/dicom-web`]
      : ['--dicom', `BOX@127.0.0.1:${dicomPort}`, '--answers', `ANSWERS@127.0.0.1:${port}`]
  const { name, password } = joined.known.get(hospital.key)!
  Object.assign(process.env, { ASSAY_NODE: hospital.url, ASSAY_USER: name, ASSAY_PASSWORD: password })
  const words = ['appliance', 'add', kind.name, '--vendor', vendor, '--device', kind.device, '--address', '127.0.0.1']
  const added = await assay([...words, ...places, '--no-tls', '--answer-seconds', '600'])
  expect(added).toMatchObject({ status: 0, output: expect.stringContaining(kind.name) })
}

/** Registers the box at the hub, and gives the draft of its evaluation over all hospitals. */
async function apply({
  device: name,
  category,
  task,
  answers,
}: Kind): Promise<{ device: string; draft: ProtocolDraft }> {
  const device = await registerDevice(
    joined.cast.vendor,
    await packOf({
      schema: 'assay.device/1',
      name,
      version: '2.1',
      vendor: 'Example Vendor',
      category,
      task: task.id,
      intendedUse: 'Looks at images.',
      program: { appliance: { answers } },
      inputs: task.inputs,
      outputs: task.outputs,
      limits: { wallSeconds: 60, cpuSeconds: 60, memoryMiB: 64, processes: 4, outputMiB: 4, outputFiles: 4 },
    }),
  )
  const named = { title: `${name} 2.1`, intendedUse: 'Looks at images.', category, task: task.id }
  return { device: device.id, draft: { ...(await draftFromTemplate(joined.cast, named)), wayOfRunning: 'appliance' } }
}

const reportFile = z.object({
  report: z.object({
    hospitals: z.array(z.object({ cases: z.number(), conduct: z.looseObject({}) })),
    endpoints: z.array(
      z.object({
        endpoint: z.string(),
        figures: z.array(z.looseObject({ id: z.string(), status: z.string(), estimate: z.unknown().optional() })),
      }),
    ),
  }),
})

/** What the reports say in both languages; nothing where no program reads PDF. */
function expectDisclosureSaid(file: (name: string) => string): void {
  if (spawnSync('pdftotext', ['-v']).status !== 0) return
  for (const [name, words] of [
    ['report.en.pdf', 'Disclosure: in these runs'],
    ['report.zh.pdf', '披露：本次运行向'],
  ] as const)
    expect(execFileSync('pdftotext', ['-raw', file(name), '-'], { encoding: 'utf8' })).toContain(words)
}

/** Share of a set's cases that a vendor's appliance was shown, by the hospital's exposure ledger. */
async function shareShown(key: string, set: string): Promise<unknown> {
  const sheet = await joined.cast.stewards.get(key)!.get(`/api/test-sets/${set}/data-sheet`, z.unknown())
  return /"name":"disclosed","value":([^,]+)/.exec(JSON.stringify(sheet))?.[1]
}

describe.skipIf(!isReady)(
  'evaluations over appliances for images (long suite; needs Orthanc, dcmtk, python3-pydicom)',
  () => {
    beforeAll(async () => {
      joined = await startJoinedConsortium(directory, 1)
    }, 600_000)

    afterAll(async () => {
      await Promise.all(
        boxes.map(async (box) => {
          const ended = once(box, 'exit')
          box.stdin?.end()
          await ended
        }),
      )
      await joined.consortium.stop()
      removeDirectory(directory)
    }, 120_000)

    /** Carries the evaluation over these cases through, from the hospitals' folders to what its report and ledgers say. */
    async function evaluate(kind: Kind, fill: (folder: string, seed: number) => CaseOfPatient[]): Promise<void> {
      const { category, task } = kind
      const cases: CaseOfPatient[] = []
      const sets = new Map<string, string>()
      for (const [place, hospital] of joined.consortium.hospitals.entries()) {
        cases.push(...fill(join(joined.consortium.intakeOf(hospital), category), place + 1))
        const steward = joined.cast.stewards.get(hospital.key)!
        const { id } = await takeIn(steward, category, category, 'synthetic')
        sets.set(hospital.key, (await seal(steward, category, task.id, id)).testSetId)
        await placeBox(kind, hospital)
      }
      for (const [key, set] of sets) expect(await shareShown(key, set)).toBe('0')
      const { device, draft } = await apply(kind)
      const { json, file } = await reportOf(joined, { device, draft, directory })
      const { report } = reportFile.parse(json)
      expect(report.hospitals.reduce((sum, one) => sum + one.cases, 0)).toBe(cases.length)
      for (const { cases: count, conduct } of report.hospitals)
        expect(conduct).toMatchObject({
          wayOfRunning: 'appliance',
          isolation: 'not-seen',
          outcomes: { completed: count },
          disclosed: { cases: count, before: 0 },
        })
      expect(namesAndEstimates(report.endpoints[0]!.figures)).toEqual(await figuresByHand(task, cases))
      for (const [key, set] of sets) expect(await shareShown(key, set)).toBe('1')
      expectDisclosureSaid(file)
      // A second one on the same cases: all of them have been shown to the vendor before, and its report says so.
      const again = reportFile.parse((await reportOf(joined, { device, draft, directory })).json)
      for (const { cases: count, conduct } of again.report.hospitals)
        expect(conduct).toMatchObject({ disclosed: { cases: count, before: count } })
    }

    it(
      'chests go out by C-STORE and come back as reports: the figures are those of the program by hand, the cases are disclosed',
      {
        timeout: 1_200_000,
      },
      () =>
        // Chests of as many slices, so that the box knows when it has all of one.
        evaluate(chestBox, (folder, seed) =>
          writeChestFolder(folder, seed, [0, 3]).map((files, index) => ({ patient: `p${seed}-${index}`, files })),
        ),
    )

    it('photographs go out by STOW-RS and come back as reports by STOW-RS, alike', { timeout: 1_200_000 }, () =>
      evaluate(eyeBox, (folder, seed) =>
        writeFundusFolder(folder, 20 + seed, 2).map(({ given }, index) => ({
          patient: `s${seed}-p${index >> 1}`,
          files: given.files,
        })),
      ),
    )
  },
)
