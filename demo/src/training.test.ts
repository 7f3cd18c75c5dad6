import { execFileSync, spawnSync } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { deskEvaluationView, evaluationView, type TrainingDataSet } from '@assay/contracts'
import { sha256 } from '@assay/signing'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { z } from 'zod'
import { lock } from './people/reviewer.ts'
import { seal, takeIn } from './people/steward.ts'
import { declareTraining, draftEvaluation, registerDevice, submit } from './people/vendor.ts'
import { newDirectory, removeDirectory } from './testing/demonstration-process.ts'
import {
  draftFromTemplate,
  type JoinedConsortium,
  reportOf,
  startJoinedConsortium,
} from './testing/joined-consortium.ts'

const directory = newDirectory()
const canRead = spawnSync('pdftotext', ['-v']).status === 0
let joined: JoinedConsortium
let device: string

beforeAll(async () => {
  joined = await startJoinedConsortium(directory, 1)
  for (const { key } of joined.consortium.hospitals) {
    const steward = joined.cast.stewards.get(key)!
    const intake = await takeIn(steward, 'round-1', 'ecg', 'synthetic')
    await seal(steward, 'ecg', 'beat-classification', intake.id)
  }
  device = (await registerDevice(joined.cast.vendor, joined.consortium.devicePackage)).id
}, 600_000)

afterAll(async () => {
  await joined?.consortium.stop()
  removeDirectory(directory)
})

/** Rhythm strips of which the vendor says that they come from an institution. */
const stripsOf = (institution: string): TrainingDataSet => ({
  name: 'Rhythm strips',
  use: 'training',
  access: 'private',
  source: 'Agreement 2024-11',
  patients: 1200,
  institutions: [institution],
  manufacturers: ['Example Recorder'],
  years: { from: 2019, to: 2023 },
})

const draft = () =>
  draftFromTemplate(joined.cast, {
    title: 'Beats',
    intendedUse: 'Finds beats.',
    category: 'ecg',
    task: 'beat-classification',
  })

const reportFile = z.object({
  report: z.object({
    protocol: z.object({ training: z.unknown() }),
    hospitals: z.array(z.object({ name: z.string(), training: z.unknown() })),
  }),
})

it('what a vendor declared goes with the protocol, is held against every sealed set, and stands in the report', {
  timeout: 600_000,
}, async () => {
  const [{ name: first }] = joined.consortium.hospitals as [{ name: string }, ...unknown[]]
  await declareTraining(joined.cast.vendor, device, { dataSets: [stripsOf(first)], contents: ['e'.repeat(64)] })
  const { json, file } = await reportOf(joined, { device, draft: await draft(), directory })
  const { protocol, hospitals } = reportFile.parse(json).report
  expect(protocol.training).toMatchObject({ dataSets: [stripsOf(first)], contents: 1 })
  for (const { name, training } of hospitals)
    expect(training).toMatchObject({
      patientsInCommon: { kind: 'exact', value: 0 },
      namedDataSets: name === first ? ['Rhythm strips'] : [],
      rules: [{ outcome: 'passed' }, { outcome: name === first ? 'failed' : 'passed' }],
    })
  if (!canRead) return
  const text = execFileSync('pdftotext', ['-raw', file('report.en.pdf'), '-'], { encoding: 'utf8' }).replaceAll(
    /\s/g,
    '',
  )
  for (const words of [
    'Declaredtrainingdata,heldagainstthetestset',
    'Thisisthevendor’sword.',
    'RhythmStrips'.toLowerCase(),
  ])
    expect(text.toLowerCase()).toContain(words.toLowerCase())
})

it('a record that a vendor declared keeps its hospital from approving, and the reviewer reads why', {
  timeout: 600_000,
}, async () => {
  const { cast, consortium } = joined
  const [hospital] = consortium.hospitals
  const folder = join(consortium.intakeOf(hospital!), 'round-1')
  const record = readdirSync(folder).find((name) => name.endsWith('.dat'))!
  const contents = [sha256(readFileSync(join(folder, record)))]
  await declareTraining(cast.vendor, device, { dataSets: [stripsOf('Elsewhere General')], contents })
  const { id } = await draftEvaluation(cast.vendor, device, await draft())
  await submit(cast.vendor, id)
  await lock(cast.reviewer, id)
  const steward = cast.stewards.get(hospital!.key)!
  const path = `/api/evaluations/${id}`
  const blocked = async () => (await steward.get(path, deskEvaluationView)).blockedBy?.code
  await expect.poll(() => blocked().catch(() => undefined), { timeout: 60_000 }).toBe('training-overlap')
  await expect(steward.post(`${path}/approve`, {}, deskEvaluationView)).rejects.toMatchObject({
    code: 'training-overlap',
  })
  await steward.post(`${path}/refuse`, { reason: 'Trained on a record of ours.' }, deskEvaluationView)
  const found = async () => {
    const { participations } = await cast.reviewer.get(path, evaluationView)
    return participations.find(({ name }) => name === hospital!.name)
  }
  await expect.poll(found, { timeout: 60_000 }).toMatchObject({
    state: 'refused',
    reason: 'Trained on a record of ours.',
    training: { patientsInCommon: { kind: 'exact', value: 1 }, rules: [{ outcome: 'failed' }, { outcome: 'passed' }] },
  })
})
