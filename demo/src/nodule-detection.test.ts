import { execFileSync, spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import process from 'node:process'
import { type CaseFile, findTask } from '@assay/categories'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { seal, takeIn } from './people/steward.ts'
import { registerDevice } from './people/vendor.ts'
import { chromiumPath } from './testing/browser.ts'
import { writeChestFolder } from './testing/chest-folder.ts'
import { newDirectory, removeDirectory } from './testing/demonstration-process.ts'
import { figuresByHand, namesAndEstimates } from './testing/figures-by-hand.ts'
import {
  draftFromTemplate,
  type JoinedConsortium,
  reportOf,
  startJoinedConsortium,
} from './testing/joined-consortium.ts'
import { lookAtEvaluation } from './testing/look-at-evaluation.ts'
import { packTemplate } from './testing/template-device.ts'

const task = findTask('lung-ct', 'nodule-detection')!
const named = { category: 'lung-ct', name: 'Nodule Finder', intendedUse: 'Finds nodules.' }
const chests = [0, 1, 2, 3]
const perHospital = chests.length
const isolated = spawnSync('bwrap', ['--version']).status === 0
/** A category from hub to report takes a minute. */
const hasTime = process.env.ASSAY_IMAGING !== undefined
const directory = newDirectory()
let joined: JoinedConsortium

/** A device that fails where it is shown anything but the slices of a series. */
const seesSlices = `
import { readdirSync as names } from 'node:fs'
if (names('/input/images/ct').some((name) => !name.endsWith('.dcm')) || names('/input/images/ct').length < 20) process.exit(1)
`

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

  it('comes over three hospitals to the figures that the device has by hand, whether it is shown volumes or slices, and to a report that verifies', {
    timeout: 600_000,
  }, async () => {
    const cases: (readonly CaseFile[])[] = []
    for (const [place, hospital] of joined.consortium.hospitals.entries()) {
      const { key } = hospital
      cases.push(...writeChestFolder(join(joined.consortium.intakeOf(hospital), 'chests'), place + 1, chests))
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
    const slices = await registerDevice(
      joined.cast.vendor,
      await packTemplate(task, { ...named, name: 'Slice Reader' }, { inputs: task.otherInputs, further: seesSlices }),
    )
    const ofSlices = await reportOf(joined, { device: slices.id, draft, directory })
    const { report: toldOfSlices } = report.parse(ofSlices.json)
    expect(toldOfSlices).toMatchObject({ isolation: 'isolated', outcomes: { completed: 3 * perHospital } })
    expect(toldOfSlices.endpoints).toEqual(told.endpoints)
    expect(told).toMatchObject({ isolation: 'isolated', outcomes: { completed: 3 * perHospital } })
    const [nodules, , ...sized] = told.endpoints
    expect(nodules!.counts.scans).toBe(3 * perHospital)
    expect(sized.reduce((sum, { counts }) => sum + counts.lesions!, 0)).toBe(nodules!.counts.lesions)
    const byHand = await figuresByHand(
      task,
      cases.map((files, index) => ({ patient: `p${index}`, files })),
    )
    expect(namesAndEstimates(nodules!.figures)).toEqual(byHand)
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
