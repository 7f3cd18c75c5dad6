import { execFileSync, spawnSync } from 'node:child_process'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import process from 'node:process'
import { findTask } from '@assay/categories'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { z } from 'zod'
import { seal, takeIn } from './people/steward.ts'
import { registerDevice } from './people/vendor.ts'
import { chromiumPath } from './testing/browser.ts'
import { newDirectory, removeDirectory } from './testing/demonstration-process.ts'
import { type FundusCase, writeFundusFolder } from './testing/fundus-folder.ts'
import {
  draftFromTemplate,
  type JoinedConsortium,
  reportOf,
  startJoinedConsortium,
} from './testing/joined-consortium.ts'
import { lookAtEvaluation } from './testing/look-at-evaluation.ts'
import { answersByHand, packTemplate } from './testing/template-device.ts'

const task = findTask('ophthalmology', 'referable-retinopathy')!
const named = { category: 'ophthalmology', name: 'Spot Counter', intendedUse: 'Refers retinopathy.' }
const isIsolated = spawnSync('bwrap', ['--unshare-all', '--ro-bind', '/', '/', 'true']).status === 0
const hasTime = process.env.ASSAY_IMAGING !== undefined
const directory = newDirectory()
let joined: JoinedConsortium

beforeAll(async () => {
  joined = await startJoinedConsortium(directory, 1)
}, 600_000)

afterAll(async () => {
  await joined.consortium.stop()
  removeDirectory(directory)
})

interface Said {
  readonly likelihood: number
  readonly grade: string
}

/** What the program says of each photograph, outside of everything. */
function answersOf(cases: readonly FundusCase[]): Promise<Said[]> {
  const files = cases.map(({ given }) => given.files)
  return answersByHand(task, files, (output) => {
    const read = (name: string) => JSON.parse(readFileSync(join(output, `${name}.json`), 'utf8'))
    return { likelihood: read('referable-retinopathy-likelihood'), grade: read('retinopathy-grade') }
  })
}

const counted = z.looseObject({ id: z.string(), numerator: z.number().optional(), denominator: z.number().optional() })
const reportFile = z.object({
  report: z.object({
    hospitals: z.array(z.object({ cases: z.number(), conduct: z.looseObject({ outcomes: z.unknown() }) })),
    endpoints: z.array(z.object({ endpoint: z.string(), figures: z.array(counted) })),
  }),
})
it.skipIf(!isIsolated || !hasTime)(
  'photographs of three hospitals, from their folders to a signed report whose counts are those of the same program by hand (long suite; needs bubblewrap)',
  { timeout: 900_000 },
  async () => {
    const cases: FundusCase[] = []
    for (const [index, hospital] of joined.consortium.hospitals.entries()) {
      cases.push(...writeFundusFolder(join(joined.consortium.intakeOf(hospital), 'photographs'), 21 + index, 5))
      const steward = joined.cast.stewards.get(hospital.key)!
      const intake = await takeIn(steward, 'photographs', 'ophthalmology', 'synthetic')
      expect(intake).toMatchObject({ found: 20, accepted: 20, quarantined: 0 })
      expect(await seal(steward, 'ophthalmology', task.id, intake.id)).toMatchObject({ cases: 10, patients: 5 })
    }
    const device = await registerDevice(joined.cast.vendor, await packTemplate(task, named))
    const draft = await draftFromTemplate(joined.cast, {
      title: 'Spot Counter 1.0',
      intendedUse: 'Refers retinopathy.',
      category: 'ophthalmology',
      task: task.id,
    })
    const { json, file } = await reportOf(joined, { device: device.id, draft, directory })
    const { report } = reportFile.parse(json)
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
          id: 'sensitivity',
          numerator: count(({ truth, call }) => truth && call),
          denominator: count(({ truth }) => truth),
        }),
        expect.objectContaining({
          id: 'specificity',
          numerator: count(({ truth, call }) => !truth && !call),
          denominator: count(({ truth }) => !truth),
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
    if (existsSync(chromiumPath))
      expect(await lookAtEvaluation(joined, { name: 'fundus', device: device.id, draft })).toEqual([])
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
