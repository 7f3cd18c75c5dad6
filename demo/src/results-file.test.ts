import { execFileSync, spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import process from 'node:process'
import { setTimeout as wait } from 'node:timers/promises'
import { findTask } from '@assay/categories'
import { deskEvaluation } from '@assay/contracts'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { z } from 'zod'
import type { Member } from './consortium.ts'
import { seal, takeIn } from './people/steward.ts'
import { registerDevice } from './people/vendor.ts'
import { goTo, logInByKeyboard } from './testing/acts-in-browser.ts'
import { chromiumPath, lookAt, newPerson, startBrowser } from './testing/browser.ts'
import { assay, newDirectory, removeDirectory } from './testing/demonstration-process.ts'
import {
  draftFromTemplate,
  type JoinedConsortium,
  reportOf,
  startJoinedConsortium,
} from './testing/joined-consortium.ts'
import { packTemplate } from './testing/template-device.ts'

const task = findTask('ecg', 'beat-classification')!
const directory = newDirectory()
const faults: string[] = []
let joined: JoinedConsortium
let browser: Browser | undefined

beforeAll(async () => {
  joined = await startJoinedConsortium(directory, 3)
  if (existsSync(chromiumPath)) browser = await startBrowser()
}, 600_000)

afterAll(async () => {
  await browser?.close()
  await joined.consortium.stop()
  removeDirectory(directory)
})

/** As the form takes them: in this machine's own time. */
const [from, to] = ['2026-11-26T08:00', '2026-11-26T09:30'] as const
const record = {
  supervisor: 'Dr Canary Name',
  office: 'Engineer, radiology',
  place: 'Reading room 2, ward A',
  startedAt: new Date(from).toISOString(),
  endedAt: new Date(to).toISOString(),
  deviceVersion: '1.0',
  versionReadFrom: 'The page “About” of the device',
  how: 'On the vendor’s workstation, unplugged.',
  inputsHeldBy: 'The hospital’s engineer',
}

/** Runs the device on what was handed over, as people would who know nothing but the files; gives the ids of the cases. */
function runByHand(folder: string): string[] {
  execFileSync('tar', ['-xf', 'handover.tar'], { cwd: folder })
  writeFileSync(join(folder, 'device.mjs'), task.deviceTemplate('node'))
  const ids = readdirSync(join(folder, 'cases')).sort()
  for (const id of ids) {
    const env = { INPUT_DIR: join(folder, 'cases', id), OUTPUT_DIR: join(folder, 'results', id) }
    expect(spawnSync(process.execPath, [join(folder, 'device.mjs')], { env }).status).toBe(0)
  }
  return ids
}

const pack = (folder: string, name: string, ...words: string[]) =>
  execFileSync('tar', ['-cf', name, '--hard-dereference', ...words], { cwd: folder })

function folderOf({ key }: Member): string {
  const folder = join(directory, 'supervised', key)
  mkdirSync(folder, { recursive: true })
  return folder
}

/** Waits until the hospital's run is ordered; gives the evaluation's id. */
async function ordered({ key }: Member): Promise<string> {
  for (;;) {
    const [one] = await joined.cast.stewards.get(key)!.get('/api/evaluations', z.array(deskEvaluation))
    if (one?.state === 'running') return one.evaluationId
    await wait(200)
  }
}

/** At a terminal, from the handover to the results. */
async function superviseAtTerminal(hospital: Member): Promise<void> {
  const evaluation = await ordered(hospital)
  const folder = folderOf(hospital)
  const { name, password } = joined.known.get(hospital.key)!
  const results = async (...words: string[]) => {
    Object.assign(process.env, { ASSAY_NODE: hospital.url, ASSAY_USER: name, ASSAY_PASSWORD: password })
    const ended = await assay(['results', ...words])
    expect(ended).toMatchObject({ status: 0 })
    return ended.output
  }
  await results('hand-over', evaluation, '-o', join(folder, 'handover.tar'))
  runByHand(folder)
  writeFileSync(join(folder, 'record.json'), JSON.stringify(record))
  await results('supervise', evaluation, join(folder, 'record.json'))
  pack(folder, 'results.tar', 'cases.json', 'results')
  expect(await results('bring', evaluation, join(folder, 'results.tar'))).toContain('cases have results; missing: 0')
}

/** In the browser, from the handover to the results, with an archive that is wrong in several ways first. */
async function superviseAtDesk(page: Page, hospital: Member): Promise<void> {
  const evaluation = await ordered(hospital)
  const folder = folderOf(hospital)
  const looksWell = async (name: string) => expect.soft(await lookAt(page, `results-file-${name}`)).toEqual([])
  await logInByKeyboard(page, hospital.url, joined.known.get(hospital.key)!)
  await page.goto(`${hospital.url}/evaluations/${evaluation}`)
  await page.getByRole('button', { name: 'Hand the cases over' }).click()
  const coming = page.waitForEvent('download')
  await page.getByRole('link', { name: 'Download the handover' }).click()
  await (await coming).saveAs(join(folder, 'handover.tar'))
  const [first, second] = runByHand(folder)
  await fillSupervision(page)
  await looksWell('supervision')
  await page.getByRole('button', { name: 'Record the supervision' }).click()
  await page.getByRole('heading', { name: '3 Bring the results' }).waitFor()

  // One case without results, one with a file that stands twice, one that nobody handed over, and a link.
  const doubled = `results/${second}/waveforms/beat-annotations/record.qrs`
  mkdirSync(join(folder, 'results', '0'.repeat(24)))
  writeFileSync(join(folder, 'results', '0'.repeat(24), 'record.qrs'), '')
  symlinkSync('/etc/passwd', join(folder, 'results', second!, 'link'))
  pack(folder, 'faulty.tar', `--exclude=results/${first}`, 'cases.json', 'results', doubled)
  await bring(page, join(folder, 'faulty.tar'))
  await page.getByText('The archive can not be taken as it is').waitFor()
  const row = (what: string) => page.getByRole('row').filter({ hasText: what })
  await row('The file stands twice')
    .filter({ hasText: doubled })
    .getByText('Keep the one that the device left')
    .waitFor()
  await row('No case was handed over under this id').getByText('Hold the folder’s name against cases.json').waitFor()
  await row('only plain files and folders may be packed').waitFor()
  await row('There are no results of this case').filter({ hasText: first! }).waitFor()
  expect(await page.getByRole('button', { name: /^Take the results/ }).count()).toBe(0)
  await looksWell('findings')

  rmSync(join(folder, 'results', '0'.repeat(24)), { recursive: true })
  rmSync(join(folder, 'results', second!, 'link'))
  // Padded with zeros, and sent slowly, so that its progress can be seen.
  pack(folder, 'lacking.tar', '--blocking-factor=8192', `--exclude=results/${first}`, 'cases.json', 'results')
  const network = await page.context().newCDPSession(page)
  const conditions = { offline: false, latency: 0, downloadThroughput: -1, uploadThroughput: 50_000 }
  await network.send('Network.enable')
  await network.send('Network.emulateNetworkConditions', conditions)
  await bring(page, join(folder, 'lacking.tar'))
  await page.getByText(/ sent, .* a second/).waitFor()
  await looksWell('sending')
  await network.send('Network.emulateNetworkConditions', { ...conditions, uploadThroughput: -1 })
  const take = page.getByRole('button', { name: 'Take the results of 2 cases' })
  await take.waitFor()
  expect(await take.isDisabled()).toBe(true)
  await page.getByLabel('The device failed on the 1 cases that have no results').check()
  await looksWell('preview')
  await take.click()
  await page.getByText(/; archives brought: 2$/).waitFor()
  await page.getByText('Assay did not see the device run: what is said of the run rests on this record.').waitFor()
  await looksWell('taken')
}

async function fillSupervision(page: Page): Promise<void> {
  const labels = {
    'Who supervised it': record.supervisor,
    'In which office': record.office,
    'Where that was read': record.versionReadFrom,
    'Version, as the device': record.deviceVersion,
    'Who held the cases': record.inputsHeldBy,
    'How the device was run': record.how,
  }
  for (const [label, value] of Object.entries(labels)) await page.getByLabel(label).fill(value)
  const exactly = { From: from, To: to, Where: record.place }
  for (const [label, value] of Object.entries(exactly)) await page.getByLabel(label, { exact: true }).fill(value)
}

async function bring(page: Page, archive: string): Promise<void> {
  const [chooser] = await Promise.all([
    page.waitForEvent('filechooser'),
    page.getByRole('button', { name: /^Results archive/ }).click(),
  ])
  await chooser.setFiles(archive)
  await page.getByRole('button', { name: /^Bring (the results in|another in its place)$/ }).click()
}

const told = z.object({ supervision: z.record(z.string(), z.unknown()), outcomes: z.unknown(), isolation: z.string() })
const reportFile = z.object({
  report: z.object({ hospitals: z.array(z.object({ name: z.string(), cases: z.number(), conduct: told })) }),
})

it.skipIf(!existsSync(chromiumPath))(
  'results files come from a desk’s form and from terminals to a signed report that says what they are (needs chromium)',
  { timeout: 600_000 },
  async () => {
    for (const { key } of joined.consortium.hospitals) {
      const steward = joined.cast.stewards.get(key)!
      await seal(steward, 'ecg', task.id, (await takeIn(steward, 'round-1', 'ecg', 'synthetic')).id)
    }
    const named = { category: 'ecg', name: 'Beat Finder', intendedUse: 'Finds beats.' }
    const device = await registerDevice(joined.cast.vendor, await packTemplate(task, named))
    const draft = await draftFromTemplate(joined.cast, {
      title: 'Beat Finder 1.0',
      intendedUse: 'Finds beats.',
      category: 'ecg',
      task: task.id,
    })
    const [atDesk, ...atTerminals] = joined.consortium.hospitals
    const page = await newPerson(browser!, faults)
    const [{ json, file }] = await Promise.all([
      reportOf(joined, { device: device.id, draft: { ...draft, wayOfRunning: 'results-file' }, directory }),
      superviseAtDesk(page, atDesk!),
      ...atTerminals.map(superviseAtTerminal),
    ])
    const { supervisor, ...known } = record
    for (const { name, cases, conduct } of reportFile.parse(json).report.hospitals) {
      const isDesk = name === atDesk!.name
      const looks = isDesk ? 2 : 1
      expect(conduct).toMatchObject({ isolation: 'not-seen', supervision: { ...known, archivesBrought: looks } })
      expect(conduct.outcomes).toEqual(isDesk ? { completed: cases - 1, 'output-missing': 1 } : { completed: cases })
    }
    expect(JSON.stringify(json)).not.toContain(supervisor)
    const reviewer = await newPerson(browser!, faults)
    const { hub } = joined.consortium
    await logInByKeyboard(reviewer, hub.url, joined.known.get('reviewer')!)
    await goTo(reviewer, 'Evaluations')
    await reviewer
      .getByRole('link', { name: /EV-\d{4}-\d{4}/ })
      .first()
      .click()
    await reviewer.getByText('Results file under supervision', { exact: false }).first().waitFor()
    expect.soft(await lookAt(reviewer, 'results-file-report')).toEqual([])
    expect(faults).toEqual([])
    if (spawnSync('pdftotext', ['-v']).status !== 0) return
    for (const [name, words] of [
      [
        'report.en.pdf',
        ['RESULTS FILE UNDER SUPERVISION', record.office, '2 archives were brought one after the other'],
      ],
      ['report.zh.pdf', ['监督下运行的结果文件', record.office, '先后带入 2 份结果归档']],
    ] as const) {
      const text = execFileSync('pdftotext', ['-raw', file(name), '-'], { encoding: 'utf8' }).replace(/\s+/g, ' ')
      for (const word of words) expect(text).toContain(word)
      if (process.env.ASSAY_PICTURES)
        writeFileSync(join(process.env.ASSAY_PICTURES, `results-file-${name}`), readFileSync(file(name)))
    }
  },
)
