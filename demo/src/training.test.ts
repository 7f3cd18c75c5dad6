import { execFileSync, spawnSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { deskEvaluationView, device as deviceSchema, evaluationView, type TrainingDataSet } from '@assay/contracts'
import { sha256 } from '@assay/signing'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { z } from 'zod'
import { lock } from './people/reviewer.ts'
import { seal, takeIn } from './people/steward.ts'
import { declareTraining, draftEvaluation, registerDevice, submit } from './people/vendor.ts'
import { giveReason, goTo, logInByKeyboard } from './testing/acts-in-browser.ts'
import { chromiumPath, lookAt, newPerson, startBrowser } from './testing/browser.ts'
import { assay, newDirectory, removeDirectory } from './testing/demonstration-process.ts'
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

it.skipIf(!existsSync(chromiumPath))(
  'a vendor declares in a browser what the command line wrote, the steward reads there what stands in the way and declines (needs chromium)',
  { timeout: 600_000 },
  async () => {
    const { cast, consortium, known } = joined
    const [hospital] = consortium.hospitals
    const faults: string[] = []
    const browser = await startBrowser()
    try {
      const vendor = await newPerson(browser, faults)
      await logInByKeyboard(vendor, consortium.hub.url, known.get('vendor')!)
      const hashes = join(directory, 'contents.txt')
      const { output } = await assay(['device', 'contents', join(consortium.intakeOf(hospital!), 'round-1')])
      writeFileSync(hashes, output)
      await declareByClicking(vendor, hashes)
      faults.push(...(await lookAt(vendor, 'training-declared')))
      await downloadsWhole(vendor)

      const { id } = await draftEvaluation(cast.vendor, device, await draft())
      await submit(cast.vendor, id)
      await lock(cast.reviewer, id)
      const steward = await newPerson(browser, faults)
      await logInByKeyboard(steward, hospital!.url, known.get(hospital!.key)!)
      await expect.poll(() => isAsked(id), { timeout: 60_000 }).toBe(true)
      await steward.goto(`${hospital!.url}/evaluations/${id}`)
      await steward.getByText(/The vendor declared training data of .* that this test set meets/).waitFor()
      await steward
        .getByText(/not kept\. By hashes of contents/)
        .first()
        .waitFor()
      await steward.getByRole('button', { name: 'Approve', exact: true }).click()
      await expect.poll(() => steward.getByText(/that this test set meets/).count()).toBe(2)
      faults.push(...(await lookAt(steward, 'training-blocked')))
      await giveReason(steward, 'Refuse', 'Trained on patients of this set.', 'Refuse the request')
      await steward.getByText('Trained on patients of this set.').waitFor()
      faults.push(...(await lookAt(steward, 'training-declined')))

      const reviewer = await newPerson(browser, faults)
      await logInByKeyboard(reviewer, consortium.hub.url, known.get('reviewer')!)
      await reviewer.goto(`${consortium.hub.url}/evaluations/${id}`)
      await reviewer.getByText('Trained on patients of this set.').first().waitFor()
      await reviewer
        .getByText(/not kept\. By hashes of contents/)
        .first()
        .waitFor()
      faults.push(...(await lookAt(reviewer, 'training-reviewed')))
    } finally {
      await browser.close()
    }
    expect(faults).toEqual([])
  },
)

/** Whether the request has arrived at the hospital, and the set was held against the declaration. */
async function isAsked(id: string): Promise<boolean> {
  const steward = joined.cast.stewards.get(joined.consortium.hospitals[0]!.key)!
  const view = await steward.get(`/api/evaluations/${id}`, deskEvaluationView).catch(() => undefined)
  return view?.training != null
}

async function declareByClicking(vendor: Page, hashes: string): Promise<void> {
  await goTo(vendor, 'Devices')
  await vendor.getByRole('button', { name: /^Declare (anew|training data)$/ }).click()
  const form = vendor.locator('form').filter({ has: vendor.getByRole('button', { name: 'Declare', exact: true }) })
  await form.getByLabel('Name', { exact: true }).fill('Strips of a clicked declaration')
  await form.getByLabel('Source and licence, or agreement').fill('Agreement 2025-3')
  await form.getByLabel(/^Institutions/).fill('Elsewhere General')
  await form.getByLabel(/^Manufacturers/).fill('Example Recorder')
  await form.getByLabel('First year').fill('2019')
  await form.getByLabel('Last year').fill('2023')
  await form.getByLabel('Patients', { exact: true }).fill('12')
  await form.locator('input[type=file]').setInputFiles(hashes)
  await form.getByRole('button', { name: 'Declare', exact: true }).click()
  await vendor.getByText(/Strips of a clicked declaration/).waitFor()
}

/** By the link on the page, and by the command line: the bytes whose hash is shown. */
async function downloadsWhole(vendor: Page): Promise<void> {
  const { cast, consortium, known } = joined
  const { training } = await cast.vendor.get(`/api/devices/${device}`, deviceSchema)
  const hash = training!.declarationHash
  const download = vendor.waitForEvent('download')
  await vendor.getByRole('link', { name: /^Download the whole declaration/ }).click()
  expect(sha256(readFileSync(await (await download).path()))).toBe(hash)
  const file = join(directory, 'declaration.json')
  const { name, password } = known.get('vendor')!
  const words = ['device', 'declaration', hash, '--hub', consortium.hub.url, '--user', name, '-o', file]
  expect(await assay(words, { ASSAY_PASSWORD: password })).toMatchObject({ status: 0 })
  expect(sha256(readFileSync(file))).toBe(hash)
  const again = await assay(words, { ASSAY_PASSWORD: password })
  expect([again.status === 0, again.output]).toEqual([false, expect.stringContaining('declaration.json')])
}
