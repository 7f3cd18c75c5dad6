import { execFileSync, spawnSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import process from 'node:process'
import { findTask, readResult } from '@assay/categories'
import { type Credentials, hospitalView, type ProtocolDraft, testSetAnnouncement } from '@assay/contracts'
import { startImageDecoders } from '@assay/formats'
import { packPackage } from '@assay/runner'
import { findOneRoundEstimator, release } from '@assay/statistics'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { carryThrough } from './carry-through.ts'
import { collectReport } from './collect-report.ts'
import { type Cast, gatherCast } from './people/consortium-people.ts'
import { inviteHospital } from './people/operator.ts'
import { joinHub, seal, takeIn } from './people/steward.ts'
import { draftEvaluation, registerDevice } from './people/vendor.ts'
import { type FreshConsortium, startFreshConsortium } from './testing/consortium-programs.ts'
import { assay, newDirectory, removeDirectory } from './testing/demonstration-process.ts'

const task = findTask('lung-ct', 'nodule-detection')!
const perHospital = 4
const isolated = spawnSync('bwrap', ['--version']).status === 0
const directory = newDirectory()
const known = new Map<string, Credentials>()
let consortium: FreshConsortium
let cast: Cast

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

/** The package of a vendor who began with the template. */
async function packDevice(): Promise<Uint8Array> {
  const folder = mkdtempSync(join(tmpdir(), 'assay-nodules-'))
  const manifest = {
    ...{ schema: 'assay.device/1', name: 'Nodule Finder', version: '1.0', vendor: 'Example Vendor' },
    ...{
      category: 'lung-ct',
      task: task.id,
      intendedUse: 'Finds nodules.',
      inputs: task.inputs,
      outputs: task.outputs,
    },
    program: { interpreter: 'node', file: 'device.mjs' },
    limits: { wallSeconds: 60, cpuSeconds: 60, memoryMiB: 1024, processes: 32, outputMiB: 4, outputFiles: 4 },
  }
  writeFileSync(join(folder, 'device.json'), JSON.stringify(manifest))
  writeFileSync(join(folder, 'device.mjs'), task.deviceTemplate('node'))
  try {
    return await packPackage(folder)
  } finally {
    rmSync(folder, { recursive: true })
  }
}

/** What the device finds when it is run by hand, scored for the first endpoint: as one hospital with all patients would have it. */
async function figuresByHand(): Promise<{ id: string; status: string; estimate?: unknown }[]> {
  const [endpoint] = task.template.endpoints
  const decoders = startImageDecoders()
  const scores: unknown[] = []
  const folder = mkdtempSync(join(tmpdir(), 'assay-by-hand-'))
  writeFileSync(join(folder, 'device.mjs'), task.deviceTemplate('node'))
  try {
    for (const [place] of consortium.hospitals.entries())
      for (let index = 0; index < perHospital; index += 1) {
        const { files } = task.generateCase(place + 1, index)
        for (const { path, bytes } of await task.inputFiles(files, decoders)) {
          mkdirSync(dirname(join(folder, 'in', path)), { recursive: true })
          writeFileSync(join(folder, 'in', path), bytes)
        }
        const env = { ...process.env, INPUT_DIR: join(folder, 'in'), OUTPUT_DIR: join(folder, 'out') }
        expect(spawnSync(process.execPath, [join(folder, 'device.mjs')], { env }).status).toBe(0)
        const run = { outcome: 'completed', output: join(folder, 'out') } as const
        const result = await readResult(task, files, run, decoders)
        const given = { patient: `p${place}-${index}`, name: `${index}`, files }
        scores.push(await task.score(given, result, endpoint!, decoders))
      }
  } finally {
    decoders.close()
    rmSync(folder, { recursive: true })
  }
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

describe.skipIf(!isolated)('an evaluation of nodule detection (needs bubblewrap)', () => {
  beforeAll(async () => {
    consortium = await startFreshConsortium(directory, 1)
    const logins = {
      find: (key: string) => known.get(key),
      keep: (key: string, one: Credentials) => known.set(key, one),
    }
    cast = await gatherCast(consortium.hub, consortium.hospitals, logins, randomBytes)
    for (const { key, name } of consortium.hospitals)
      await joinHub(cast.stewards.get(key)!, () => inviteHospital(cast.operator, name))
  }, 120_000)

  afterAll(async () => {
    await consortium.stop()
    removeDirectory(directory)
  })

  it('comes over three hospitals to the figures that the device has by hand, and to a report that verifies', {
    timeout: 240_000,
  }, async () => {
    for (const [place, hospital] of consortium.hospitals.entries()) {
      const { key } = hospital
      fillFolder(join(consortium.intakeOf(hospital), 'chests'), place + 1)
      const run = await takeIn(cast.stewards.get(key)!, 'chests', 'lung-ct', 'synthetic')
      expect(run).toMatchObject({ accepted: 2 * perHospital, quarantined: 0 })
      const set = await seal(cast.stewards.get(key)!, 'lung-ct', task.id, run.id)
      expect(set).toMatchObject({ cases: perHospital, patients: perHospital })
    }
    const device = await registerDevice(cast.vendor, await packDevice())
    const hospitals = await hospitalsWithSets()
    const draft: ProtocolDraft = {
      ...task.template,
      ...{ title: 'Nodule Finder 1.0', intendedUse: 'Finds nodules.', category: 'lung-ct', task: task.id },
      ...{ target: 'these-hospitals', hospitals: hospitals.map(({ id }) => id), leastHospitals: 3 },
      sampleSize: { leastPatients: 1, justification: 'A test.' },
    }
    const { id } = await draftEvaluation(cast.vendor, device.id, draft)
    const decided = await carryThrough(id, cast, consortium.hospitals, () => undefined)
    const { folder } = await collectReport(cast.reviewer, decided, join(directory, 'reports'))
    const file = (name: string) => join(folder, name)
    expect(await assay(['verify', file('report.json'), '--trust', file('trust.json')])).toMatchObject({ status: 0 })
    const { report: told } = report.parse(JSON.parse(readFileSync(file('report.json'), 'utf8')))
    expect(told).toMatchObject({ isolation: 'isolated', outcomes: { completed: 3 * perHospital } })
    const [nodules, , ...sized] = told.endpoints
    expect(nodules!.counts.scans).toBe(3 * perHospital)
    expect(sized.reduce((sum, { counts }) => sum + counts.lesions!, 0)).toBe(nodules!.counts.lesions)
    const byHand = await figuresByHand()
    expect(nodules!.figures.map(({ id: of, status, estimate }) => ({ id: of, status, estimate }))).toEqual(
      byHand.map(({ id: of, status, estimate }) => ({ id: of, status, estimate })),
    )
    if (spawnSync('pdftotext', ['-v']).status !== 0) return
    for (const [name, words] of [
      ['report.en.pdf', 'False positives a scan'],
      ['report.zh.pdf', '每例扫描的假阳性数'],
    ] as const)
      expect(execFileSync('pdftotext', ['-raw', file(name), '-'], { encoding: 'utf8' })).toContain(words)
  })
})

async function hospitalsWithSets() {
  const withSets = hospitalView.extend({ testSets: z.array(testSetAnnouncement) })
  for (;;) {
    const hospitals = await cast.vendor.get('/api/hospitals', z.array(withSets))
    if (hospitals.length === 3 && hospitals.every(({ testSets }) => testSets.length > 0)) return hospitals
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
}
