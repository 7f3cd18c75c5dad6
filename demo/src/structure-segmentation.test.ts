import { execFileSync, spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import process from 'node:process'
import { findTask, readResult } from '@assay/categories'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { z } from 'zod'
import { seal, takeIn } from './people/steward.ts'
import { registerDevice } from './people/vendor.ts'
import { chromiumPath } from './testing/browser.ts'
import { newDirectory, removeDirectory } from './testing/demonstration-process.ts'
import {
  draftFromTemplate,
  type JoinedConsortium,
  reportOf,
  startJoinedConsortium,
} from './testing/joined-consortium.ts'
import { lookAtEvaluation } from './testing/look-at-evaluation.ts'
import { answersByHand, packTemplate } from './testing/template-device.ts'

const task = findTask('brain-mri', 'structure-segmentation')!
const named = { category: 'brain-mri', name: 'Brightness Parter', intendedUse: 'Segments grey and white matter.' }
const perHospital = 4
const isIsolated = spawnSync('bwrap', ['--unshare-all', '--ro-bind', '/', '/', 'true']).status === 0
/** See `nodule-detection.test.ts`. */
const hasTime = process.env.ASSAY_IMAGING !== undefined
const directory = newDirectory()
let joined: JoinedConsortium

beforeAll(async () => {
  if (hasTime) joined = await startJoinedConsortium(directory, 1)
}, 600_000)

afterAll(async () => {
  await joined?.consortium.stop()
  removeDirectory(directory)
})

const headsOf = (seed: number) => Array.from({ length: perHospital }, (_, index) => task.generateCase(seed, index))

/** Heads of nobody in a hospital's intake folder, the labels of their structures beside them. */
function fillFolder(folder: string, seed: number): void {
  mkdirSync(folder, { recursive: true })
  const names = headsOf(seed).map(({ files }, index) => {
    for (const { role, bytes } of files)
      writeFileSync(join(folder, role === 'image' ? `${index}.mha` : `${index}-labels.mha`), bytes)
    return `${index}`
  })
  writeFileSync(join(folder, 'patients.tsv'), names.map((name) => `${name}.mha\tp${seed}-${name}\n`).join(''))
  const lines = names.map((name) => `${name}.mha\t${name}-labels.mha\n`)
  writeFileSync(join(folder, 'reference.tsv'), `image\tlabels\n${lines.join('')}`)
}

/** The mean over all heads of what each endpoint makes of the answers of the same program, run by hand. */
async function meansByHand(): Promise<Map<string, number>> {
  const files = [1, 2, 3].flatMap(headsOf).map((one) => one.files)
  const perHead = await answersByHand(task, files, async (output, place, decoders) => {
    const given = { patient: `p${place}`, name: `${place}`, files: files[place]! }
    const result = await readResult(task, given.files, { outcome: 'completed', output }, decoders)
    return Promise.all(task.template.endpoints.map((endpoint) => task.score(given, result, endpoint, decoders)))
  })
  const measured = z.union([
    z.object({ score: z.number() }).transform(({ score }) => score),
    z.object({ distance: z.number() }).transform(({ distance }) => distance),
  ])
  return new Map(
    task.template.endpoints.map(({ id }, place) => {
      const values = perHead.map((scores) => measured.parse(scores[place]))
      return [id, values.reduce((sum, value) => sum + value, 0) / values.length]
    }),
  )
}

const reportFile = z.object({
  report: z.object({
    verdict: z.string(),
    hospitals: z.array(z.object({ cases: z.number(), conduct: z.looseObject({}) })),
    endpoints: z.array(
      z.object({
        endpoint: z.string(),
        figures: z.array(z.looseObject({ id: z.string(), status: z.string(), estimate: z.unknown().optional() })),
      }),
    ),
  }),
})

it.skipIf(!isIsolated || !hasTime)(
  'heads of three hospitals, from their folders to a signed report whose means are those of the same program by hand (long suite; needs bubblewrap)',
  { timeout: 600_000 },
  async () => {
    for (const [place, hospital] of joined.consortium.hospitals.entries()) {
      fillFolder(join(joined.consortium.intakeOf(hospital), 'heads'), place + 1)
      const steward = joined.cast.stewards.get(hospital.key)!
      const intake = await takeIn(steward, 'heads', 'brain-mri', 'synthetic')
      expect(intake).toMatchObject({ accepted: 2 * perHospital, quarantined: 0 })
      const set = await seal(steward, 'brain-mri', task.id, intake.id)
      expect(set).toMatchObject({ cases: perHospital, patients: perHospital })
    }
    const device = await registerDevice(joined.cast.vendor, await packTemplate(task, named))
    const draft = await draftFromTemplate(joined.cast, {
      title: 'Brightness Parter 1.0',
      intendedUse: named.intendedUse,
      category: 'brain-mri',
      task: task.id,
    })
    const { json, file } = await reportOf(joined, { device: device.id, draft, directory })
    const { report } = reportFile.parse(json)
    for (const { cases, conduct } of report.hospitals)
      expect(conduct).toMatchObject({ isolation: 'bubblewrap', outcomes: { completed: cases } })
    const means = await meansByHand()
    for (const { endpoint, figures } of report.endpoints) {
      const [mean, completion] = figures
      expect(mean).toMatchObject({ id: 'mean', status: 'estimated', patients: 3 * perHospital })
      expect(mean!.estimate).toBeCloseTo(means.get(endpoint)!, 12)
      expect(completion).toMatchObject({ id: 'completion', numerator: 3 * perHospital, denominator: 3 * perHospital })
    }
    expect([...means.keys()]).toEqual(report.endpoints.map(({ endpoint }) => endpoint))
    // The bounds are on the limits: heads that are parted by brightness alone are 7.8 and 8.6 mm off.
    expect(report.verdict).toBe('not-met')
    if (existsSync(chromiumPath))
      expect(await lookAtEvaluation(joined, { name: 'heads', device: device.id, draft })).toEqual([])
    if (spawnSync('pdftotext', ['-v']).status !== 0) return
    for (const [name, words] of [
      ['report.en.pdf', ['Grey matter, Dice: mean over cases', 'Segmentations: Dice over voxels', '12 records']],
      ['report.zh.pdf', ['灰质 Dice：各病例均值', '分割：按体素计算 Dice', '12 条记录']],
    ] as const) {
      const text = execFileSync('pdftotext', ['-raw', file(name), '-'], { encoding: 'utf8' })
      for (const word of words) expect(text.replace(/\s+/g, ' ')).toContain(word)
      expect(text).not.toMatch(/\bbeats?\b|recorder|心搏/)
      if (process.env.ASSAY_PICTURES) writeFileSync(join(process.env.ASSAY_PICTURES, name), readFileSync(file(name)))
    }
  },
)
