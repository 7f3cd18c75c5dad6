import { spawnSync } from 'node:child_process'
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import process from 'node:process'
import { qualityPassport, signedPassportFile } from '@assay/contracts'
import { freePort } from '@assay/http/testing'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Program, startProgram } from './programs/start-program.ts'
import { acceptInvitation, giveReason, goTo } from './testing/acts-in-browser.ts'
import { chromiumPath, lookAt, newPerson, startBrowser } from './testing/browser.ts'
import { realData } from './testing/demonstration-process.ts'

const root = join(import.meta.dirname, '../..')
const steward = { name: 'steward@hospital.example', displayName: 'Li Na', password: 'A sentence is a good password.' }
const isReady = existsSync(chromiumPath) && realData !== undefined

describe.skipIf(!isReady)('data in, by clicking (needs chromium and real images)', () => {
  const directory = mkdtempSync(join(tmpdir(), 'assay-desk-'))
  const faults: string[] = []
  let hospital: Program
  let browser: Browser
  let page: Page
  const looksWell = async (name: string) => expect.soft(await lookAt(page, name)).toEqual([])

  beforeAll(async () => {
    prepare()
    hospital = await startHospital()
    browser = await startBrowser()
    page = await newPerson(browser, faults)
    const code = readFileSync(join(directory, 'node/first-invitation'), 'utf8').trim()
    await acceptInvitation(page, hospital.url, code, steward)
  })

  afterAll(async () => {
    await browser?.close()
    await hospital?.stop()
    rmSync(directory, { recursive: true, force: true, maxRetries: 5 })
  })

  /** Slices of a lung and of a liver, and beside them a file that lost its end and one that is no image. */
  function prepare(): void {
    for (const [name, source] of [
      ['lung', 'lung/dicom-2slices'],
      ['liver', 'liver/ct-3slice'],
    ] as const) {
      const [from, to] = [join(realData!, source), join(directory, 'exported', name)]
      mkdirSync(to, { recursive: true })
      for (const file of readdirSync(from)) copyFileSync(join(from, file), join(to, file))
    }
    const whole = readFileSync(join(directory, 'exported/lung/0.dcm'))
    writeFileSync(join(directory, 'exported/lung/cut-off.dcm'), whole.subarray(0, 900))
    writeFileSync(join(directory, 'exported/lung/letter.txt'), 'no image at all')
  }

  async function startHospital(): Promise<Program> {
    const port = await freePort()
    const words = ['--directory', join(directory, 'node'), '--intake', join(directory, 'exported')]
    return startProgram(
      {
        name: 'hospital',
        url: `http://127.0.0.1:${port}`,
        environment: {},
        words: [join(root, 'apps/hospital/src/main.ts'), ...words, '--port', `${port}`, '--name', 'Northgate 北门医院'],
        logFile: join(directory, 'log'),
      },
      () => {},
    )
  }

  it('teaches while there is nothing', async () => {
    await goTo(page, 'Quarantine')
    await page.getByText('The quarantine is empty').waitFor()
    await looksWell('desk-quarantine-empty')
    await goTo(page, 'Studies')
    await page.getByText('No study is in the index yet').waitFor()
    await looksWell('desk-studies-empty')
  })

  async function takeIn(folder: string, category: string): Promise<void> {
    await goTo(page, 'Intake')
    await page.getByRole('textbox', { name: 'Folder' }).fill(folder)
    await page.getByLabel('Kind of data').first().selectOption({ label: category })
    await page.getByLabel('Where the data come from').first().selectOption({ label: 'Public' })
    await page.getByRole('button', { name: 'Take in', exact: true }).click()
    await page
      .getByRole('row')
      .filter({ hasText: `once: ${folder}` })
      .filter({ hasText: 'Finished' })
      .waitFor()
  }

  it('takes folders in, and says what was put aside, why, and what to do', async () => {
    await takeIn('lung', 'Lung CT')
    await takeIn('liver', 'Liver CT')
    await looksWell('desk-intake-done')
    await goTo(page, 'Home')
    await page.getByText(/Clear the quarantine: \d entries wait/).click()
    await page.getByText(/wait, the first since/).waitFor()
    await page.getByText('What to do:').first().waitFor()
    await looksWell('desk-quarantine')
  })

  const entry = (name: RegExp) =>
    page.getByRole('region').filter({ has: page.getByRole('heading', { name, level: 2 }) })

  it('lists one reason alone, chosen by the keyboard, as many as are counted beside it', async () => {
    const why = page.getByRole('combobox', { name: 'Why' })
    expect(await why.getByRole('option').allInnerTexts()).toEqual([
      'All',
      'DICOM that can not be read (2)',
      'A study that breaks a rule of quality (2)',
    ])
    await why.focus()
    await page.keyboard.press('ArrowDown')
    await entry(/^Study/)
      .first()
      .waitFor({ state: 'detached' })
    await expect.poll(() => entry(/^File/).count(), { timeout: 60_000 }).toBe(2)
    await looksWell('desk-quarantine-by-reason')
    await why.focus()
    await page.keyboard.press('ArrowUp')
    await entry(/^Study/)
      .first()
      .waitFor()
  })

  it('lets a steward discard, check again, and accept with a reason', async () => {
    const letter = entry(/^File letter/)
    await letter.getByRole('button', { name: 'Check again' }).waitFor()
    expect(await letter.getByRole('button', { name: 'Accept with a reason' }).count()).toBe(0)
    await letter.getByRole('button', { name: 'Discard' }).click()
    await letter.getByRole('textbox').fill('A letter has no place among images.')
    await letter.getByRole('button', { name: 'Discard it' }).click()
    await letter.waitFor({ state: 'detached' })
    const study = entry(/^Study/).filter({ hasText: 'Lung CT' })
    await study.getByRole('button', { name: 'Check again' }).click()
    await study.getByText(/being checked again/).waitFor()
    await study.getByText('The study holds no series of CT with at least 20 images').waitFor()
    await study.getByRole('link', { name: 'To the study and its passport' }).click()
    await page.getByRole('heading', { name: /^Study of patient/ }).waitFor()
    await giveReason(page, 'Accept with a reason', 'Two slices are all that this test needs.', 'Accept the study')
    await page.getByText('a steward accepted it with a reason').waitFor()
    await goTo(page, 'Quarantine')
    await page.getByLabel('State').selectOption({ label: 'Accepted by a steward' })
    await page.getByText('Two slices are all that this test needs.').waitFor()
    await looksWell('desk-quarantine-accepted')
  })

  it('lists studies by filter, counts them by directory, and shows verdicts over time', async () => {
    await goTo(page, 'Studies')
    // Two studies this month: both are held at tier 1.
    const picture = page.getByRole('img', { name: /^Bars of verdicts by tier and month/ })
    await picture.waitFor()
    expect(await picture.getAttribute('aria-label')).toMatch(/Standardisation: Held in quarantine 2;/)
    await page.getByText('The same as a table').focus()
    await page.keyboard.press('Enter')
    const row = page.getByRole('table').last().getByRole('row').filter({ hasText: 'Standardisation' })
    expect((await row.getByRole('cell').allInnerTexts()).slice(1)).toEqual(['0', '0', '2', '0', '2'])
    await looksWell('desk-studies')
    await page.getByLabel('Kind of data').selectOption({ label: 'Liver CT' })
    await page.getByRole('button', { name: 'Apply' }).click()
    await page.getByRole('button', { name: 'Clear the filters' }).waitFor()
    const rows = page.getByRole('region', { name: 'Studies, the newest first' }).getByRole('row')
    await expect.poll(() => rows.count()).toBe(2)
    await page.getByLabel('Verdict', { exact: true }).selectOption({ label: 'Rejected' })
    await page.getByRole('button', { name: 'Apply' }).click()
    await page.getByText('No study fits these filters').waitFor()
    await page.getByRole('button', { name: 'Clear the filters' }).click()
    await expect.poll(() => rows.count()).toBe(3)
    const directory = page.getByRole('region', { name: 'Directory' })
    for (const name of ['Liver CT', 'CT']) await directory.getByRole('button', { name, exact: true }).click()
    await directory.getByRole('button', { name: 'GE MEDICAL SYSTEMS' }).waitFor()
    await directory.getByRole('button', { name: 'List these studies' }).click()
    await expect.poll(() => rows.count()).toBe(2)
    await page.getByRole('button', { name: 'Clear the filters' }).click()
    await expect.poll(() => rows.count()).toBe(3)
  })

  it('shows a study with its passport, and gives it as PDF and as data', async () => {
    await page.getByRole('row').filter({ hasText: 'Accepted by a steward' }).getByRole('link').first().click()
    await page.getByRole('heading', { name: 'Quality passport' }).waitFor()
    await page.getByText('Rules, one by one').click()
    await looksWell('desk-study')
    const pdf = await download('Passport (PDF)')
    expect(pdf.subarray(0, 5).toString()).toBe('%PDF-')
    const passport = qualityPassport.parse(JSON.parse((await download('Passport (JSON)')).toString('utf8')))
    expect(passport).toMatchObject({ category: 'lung-ct', verdict: 'quarantine' })
  })

  async function download(name: string, folder?: string): Promise<Buffer> {
    const coming = page.waitForEvent('download')
    await page.getByRole('link', { name }).click()
    const came = await coming
    const bytes = readFileSync(await came.path())
    if (folder) writeFileSync(join(folder, came.suggestedFilename()), bytes)
    return bytes
  }

  it('shows the passport of a kind of data, and gives it as PDF', async () => {
    await goTo(page, 'Passports')
    await page.getByText('None was signed yet.').waitFor()
    const cells = page.getByRole('row').filter({ hasText: 'Liver CT' }).getByRole('cell')
    expect((await cells.allInnerTexts()).slice(0, 2)).toEqual(['1', '0'])
    await page.getByRole('link', { name: 'Passport of Lung CT' }).click()
    await page.getByText('No rule could judge it yet.').waitFor()
    await page.getByText('Drift over time: There is nothing to compare it with.').waitFor()
    await looksWell('desk-passport-category')
    expect((await download('Passport (PDF)')).subarray(0, 5).toString()).toBe('%PDF-')
  })

  const handedOn = join(directory, 'handed-on')
  const assayVerify = (name: string, ...words: string[]) =>
    spawnSync(process.execPath, [join(root, 'apps/cli/src/main.ts'), 'verify', join(handedOn, name), ...words], {
      encoding: 'utf8',
      env: { ...process.env, LC_ALL: 'C' },
    })

  it('signs a passport, which anybody can verify with the files that the page offers', async () => {
    mkdirSync(handedOn)
    await goTo(page, 'Studies')
    await page.getByRole('row').filter({ hasText: 'Accepted by a steward' }).getByRole('link').first().click()
    await page.getByRole('button', { name: 'Sign the passport' }).click()
    await page.getByText('Verified: signed by Northgate 北门医院 and not changed since').waitFor()
    await looksWell('desk-passport-signed')
    const file = signedPassportFile.parse(JSON.parse((await download('Signed file (JSON)', handedOn)).toString('utf8')))
    for (const name of ['PDF, English', 'PDF, 中文', 'Trust file of this hospital']) await download(name, handedOn)
    const [name = ''] = readdirSync(handedOn).filter((one) => /^passport-.*\.json$/.test(one))
    const trust = ['--trust', join(handedOn, 'trust.json')]
    const whole = assayVerify(name, ...trust)
    expect([whole.status, whole.stdout.includes(file.signer.keyId)]).toEqual([0, true])
    expect(whole.stdout).toContain('✓ The PDFs show what was signed')
    const printed = join(handedOn, name.replace('.json', '.zh.pdf'))
    writeFileSync(printed, Buffer.concat([readFileSync(printed), Buffer.from('%')]))
    expect(assayVerify(name, ...trust)).toMatchObject({ status: 1 })
  })

  it('says of a file at the desk whether it is what the hospital signed', async () => {
    await goTo(page, 'Passports')
    const [name = ''] = readdirSync(handedOn).filter((one) => /^passport-.*\.json$/.test(one))
    const verify = async (path: string) => {
      await page.locator('input[type="file"]').setInputFiles(path)
      await page.getByRole('button', { name: 'Verify', exact: true }).click()
    }
    await verify(join(handedOn, name))
    await page.getByText('Verified: signed by Northgate').waitFor()
    const file = signedPassportFile.parse(JSON.parse(readFileSync(join(handedOn, name), 'utf8')))
    const better = Buffer.from(file.envelope.payload, 'base64').toString('utf8').replaceAll('quarantine', 'warn')
    const envelope = { ...file.envelope, payload: Buffer.from(better).toString('base64') }
    writeFileSync(join(handedOn, 'altered.json'), JSON.stringify({ ...file, envelope }))
    await verify(join(handedOn, 'altered.json'))
    await page.getByText('Not verified: do not rely on this file').waitFor()
    await page.getByText(/the file was changed after it was signed, or another key signed it/).waitFor()
    await looksWell('desk-passports-altered')
    expect(assayVerify('altered.json', '--trust', join(handedOn, 'trust.json')).status).toBe(1)
  })

  it('registers an appliance', async () => {
    await goTo(page, 'Appliances')
    await page.getByText('No appliance is registered').waitFor()
    const fields = { Name: 'ecg-box', 'Its address': '127.0.0.1', Port: '11112', 'Its AE title': 'BOX' }
    for (const [label, value] of Object.entries(fields))
      await page.getByLabel(label, { exact: true }).first().fill(value)
    await page.getByLabel('Vendor, as protocols name it').fill('Maker')
    await page.getByLabel('Device, as protocols name it').fill('ECG Box')
    await page.getByLabel('Addresses that it may have').fill('127.0.0.1')
    await page.getByRole('button', { name: 'Register', exact: true }).click()
    await page.getByText('BOX@127.0.0.1:11112').waitFor()
    await looksWell('desk-appliances')
    await page.getByRole('button', { name: 'Remove' }).click()
    await page.getByText('No appliance is registered').waitFor()
  })

  it('met no fault of its own', () => {
    expect(faults).toEqual([])
  })
})
