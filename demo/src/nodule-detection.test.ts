import { execFileSync, spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import process from 'node:process'
import { findTask, readResult } from '@assay/categories'
import { findOneRoundEstimator, release } from '@assay/statistics'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
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

const task = findTask('lung-ct', 'nodule-detection')!
const named = { category: 'lung-ct', name: 'Nodule Finder', intendedUse: 'Finds nodules.' }
const perHospital = 4
const isolated = spawnSync('bwrap', ['--version']).status === 0
/** A category from hub to report takes a minute: of those of images, `ophthalmology.test.ts` alone is in every run. */
const hasTime = process.env.ASSAY_IMAGING !== undefined
const directory = newDirectory()
let joined: JoinedConsortium

/** Chests of nobody in a hospital's intake folder, their nodules in tables beside them. */
function fillFolder(folder: string, seed: number): void {
  mkdirSync(folder, { recursive: true })
  const lines = Array.from({ length: perHospital }, (_, index) => {
    const { name, files } = task.generateCase(seed, index)
    for (const file of files) writeFileSync(join(folder, file.name), file.bytes)
    return { patient: `${name}.mha\tp${seed}-${index}\n`, reference: `${name}.mha\t${name}.csv\n` }
  })
  writeFileSync(join(folder, 'patients.tsv'), lines.map(({ patient }) => patient).join(''))
  writeFileSync(join(folder, 'reference.tsv'), `image\tfile\n${lines.map(({ reference }) => reference).join('')}`)
}

/** What the device finds when it is run by hand, scored for the first endpoint: as one hospital with all patients would have it. */
async function figuresByHand(): Promise<{ id: string; status: string; estimate?: unknown }[]> {
  const [endpoint] = task.template.endpoints
  const cases = [1, 2, 3].flatMap((seed) =>
    Array.from({ length: perHospital }, (_, index) => task.generateCase(seed, index).files),
  )
  const scores = await answersByHand(task, cases, async (output, place, decoders) => {
    const files = cases[place]!
    const result = await readResult(task, files, { outcome: 'completed', output }, decoders)
    return task.score({ patient: `p${place}`, name: `${place}`, files }, result, endpoint!, decoders)
  })
  const estimator = findOneRoundEstimator(endpoint!.estimator, endpoint!.version)!
  const { parameters } = endpoint!
  const released = release(estimator.summarise(scores, parameters), ({ value }) => ({ kind: 'exact', value }))
  return estimator.estimate([{ site: 'all', released: estimator.readReleased(released, parameters) }], parameters)
}

const report = z.object({
  report: z.object({
    isolation: z.string(),
    outcomes: z.record(z.string(), z.number()),
    endpoints: z.array(
      z.object({
        endpoint: z.string(),
        counts: z.record(z.string(), z.number()),
        figures: z.array(z.looseObject({ id: z.string(), status: z.string(), estimate: z.unknown().optional() })),
      }),
    ),
  }),
})

describe.skipIf(!isolated || !hasTime)('an evaluation of nodule detection (long suite; needs bubblewrap)', () => {
  beforeAll(async () => {
    joined = await startJoinedConsortium(directory, 1)
  })

  afterAll(async () => {
    await joined.consortium.stop()
    removeDirectory(directory)
  })

  it('comes over three hospitals to the figures that the device has by hand, and to a report that verifies', {
    timeout: 240_000,
  }, async () => {
    for (const [place, hospital] of joined.consortium.hospitals.entries()) {
      const { key } = hospital
      fillFolder(join(joined.consortium.intakeOf(hospital), 'chests'), place + 1)
      const run = await takeIn(joined.cast.stewards.get(key)!, 'chests', 'lung-ct', 'synthetic')
      expect(run).toMatchObject({ accepted: 2 * perHospital, quarantined: 0 })
      const set = await seal(joined.cast.stewards.get(key)!, 'lung-ct', task.id, run.id)
      expect(set).toMatchObject({ cases: perHospital, patients: perHospital })
    }
    const device = await registerDevice(joined.cast.vendor, await packTemplate(task, named))
    const draft = await draftFromTemplate(joined.cast, {
      ...{ title: 'Nodule Finder 1.0', intendedUse: 'Finds nodules.', category: 'lung-ct', task: task.id },
    })
    const { json, file } = await reportOf(joined, { device: device.id, draft, directory })
    const { report: told } = report.parse(json)
    expect(told).toMatchObject({ isolation: 'isolated', outcomes: { completed: 3 * perHospital } })
    const [nodules, , ...sized] = told.endpoints
    expect(nodules!.counts.scans).toBe(3 * perHospital)
    expect(sized.reduce((sum, { counts }) => sum + counts.lesions!, 0)).toBe(nodules!.counts.lesions)
    const byHand = await figuresByHand()
    expect(nodules!.figures.map(({ id: of, status, estimate }) => ({ id: of, status, estimate }))).toEqual(
      byHand.map(({ id: of, status, estimate }) => ({ id: of, status, estimate })),
    )
    if (existsSync(chromiumPath))
      expect(await lookAtEvaluation(joined, { name: 'nodules', device: device.id, draft })).toEqual([])
    if (spawnSync('pdftotext', ['-v']).status !== 0) return
    for (const [name, words] of [
      ['report.en.pdf', 'False positives a scan'],
      ['report.zh.pdf', '每例扫描的假阳性数'],
    ] as const)
      expect(execFileSync('pdftotext', ['-raw', file(name), '-'], { encoding: 'utf8' })).toContain(words)
  })
})
