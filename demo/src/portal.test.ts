import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Member } from './consortium.ts'
import {
  acceptInvitation,
  giveReason,
  goTo,
  invitePerson,
  isFocused,
  logInByKeyboard,
} from './testing/acts-in-browser.ts'
import { chromiumPath, lookAt, newPerson, startBrowser } from './testing/browser.ts'
import { type FreshConsortium, startFreshConsortium } from './testing/consortium-programs.ts'

const password = 'A sentence is a good password.'
const newcomer = (name: string, displayName: string) => ({ name, displayName, password })
const vendorSelf = newcomer('vendor@vendor.example', 'Lena Hoffmann')

describe.skipIf(!existsSync(chromiumPath))('an evaluation, by clicking (needs chromium)', { timeout: 240_000 }, () => {
  const directory = mkdtempSync(join(tmpdir(), 'assay-portal-'))
  const faults: string[] = []
  let consortium: FreshConsortium
  let browser: Browser
  let operator: Page
  let vendor: Page
  let reviewer: Page
  let stewards: { hospital: Member; page: Page }[]

  beforeAll(async () => {
    consortium = await startFreshConsortium(directory, 6)
    truncateOneRecord()
    browser = await startBrowser()
    const person = () => newPerson(browser, faults)
    ;[operator, vendor, reviewer] = await Promise.all([person(), person(), person()])
    stewards = await Promise.all(consortium.hospitals.map(async (hospital) => ({ hospital, page: await person() })))
  })

  afterAll(async () => {
    await browser?.close()
    await consortium?.stop()
    rmSync(directory, { recursive: true, force: true, maxRetries: 5 })
  })

  /** One record of the third hospital lost its end on the way. */
  function truncateOneRecord(): void {
    const folder = join(consortium.intakeOf(consortium.hospitals[2]!), 'round-1')
    const signal = readdirSync(folder).find((name) => name.endsWith('.dat'))!
    truncateSync(join(folder, signal), 1000)
  }

  const hub = () => consortium.hub.url
  const firstInvitation = (member: Member) => readFileSync(join(member.directory, 'first-invitation'), 'utf8').trim()
  const looksWell = async (page: Page, name: string) => expect.soft(await lookAt(page, name)).toEqual([])

  it('the operator comes in, and invites people and hospitals', async () => {
    await operator.goto(hub())
    await operator.getByRole('heading', { name: 'Log in' }).waitFor()
    await looksWell(operator, 'log-in')
    await operator.getByRole('link', { name: 'I have an invitation' }).click()
    await looksWell(operator, 'invitation')
    const self = newcomer('operator@centre.example', 'Wen Jun')
    await acceptInvitation(operator, hub(), firstInvitation(consortium.hub), self)
    await looksWell(operator, 'operator-home-empty')
    await operator.getByText('Invite the first hospital').click()
    await looksWell(operator, 'hospitals-empty')
    await goTo(operator, 'Evaluations')
    await looksWell(operator, 'operator-evaluations-empty')
    await goTo(operator, 'People')
    const vendorCode = await invitePerson(operator, 'Vendor', 'Example Vendor 示例厂商')
    await looksWell(operator, 'people')
    const reviewerCode = await invitePerson(operator, 'Reviewer', 'Device Review Centre · 器械审评中心')
    await acceptInvitation(vendor, hub(), vendorCode, vendorSelf)
    await acceptInvitation(reviewer, hub(), reviewerCode, newcomer('reviewer@review.example', 'Zhao Min'))
    await looksWell(vendor, 'vendor-home-empty')
    await looksWell(reviewer, 'reviewer-home-empty')
  })

  it('each steward connects the hospital, takes a folder in and seals a test set', async () => {
    for (const [index, { hospital, page }] of stewards.entries()) {
      await connect(hospital, page, index)
      await takeIn(page, index)
      await seal(page, index)
    }
    await expect.poll(() => operator.getByText(/version 1: [56] patients/).count()).toBe(3)
    await looksWell(operator, 'hospitals')
    await goTo(operator, 'Home')
    await looksWell(operator, 'operator-home')
  })

  async function connect(hospital: Member, page: Page, index: number): Promise<void> {
    const { address, code, keyId } = await inviteHospital(hospital)
    const self = newcomer(`steward-${index + 1}@hospital.example`, `Steward ${index + 1}`)
    await acceptInvitation(page, hospital.url, firstInvitation(hospital), self)
    if (index === 0) await looksWell(page, 'desk-home-empty')
    await page.getByText('Connect this hospital to the hub').click()
    await page.getByLabel('Address of the hub').fill(address)
    await page.getByLabel('Invitation code for the hospital').fill(code)
    await page.getByLabel(/^Key id of the hub/).fill(keyId)
    if (index === 0) await looksWell(page, 'desk-enrolment')
    await page.getByRole('button', { name: 'Connect' }).click()
    await page.getByText('Messages that the hub has not acknowledged').waitFor()
    if (index === 0) await looksWell(page, 'desk-node')
  }

  async function inviteHospital({ name }: Member): Promise<Record<'address' | 'code' | 'keyId', string>> {
    await goTo(operator, 'Home')
    await goTo(operator, 'Hospitals')
    await operator.getByLabel('Name of the hospital').fill(name)
    await operator.getByRole('button', { name: 'Make an invitation' }).click()
    const made = operator.getByRole('status').filter({ hasText: 'Give these three to the hospital’s steward' })
    await made.waitFor()
    const [address = '', code = '', keyId = ''] = await made.locator('code').allInnerTexts()
    if (name === consortium.hospitals[0]?.name) await looksWell(operator, 'hospitals-invitation')
    return { address, code, keyId }
  }

  async function takeIn(page: Page, index: number): Promise<void> {
    await goTo(page, 'Intake')
    if (index === 0) await looksWell(page, 'desk-intake-empty')
    await page.getByRole('textbox', { name: 'Folder' }).fill('round-1')
    await page.getByLabel('Where the data come from').selectOption({ label: 'Synthetic' })
    await page.getByRole('button', { name: 'Take in', exact: true }).click()
    await page.getByRole('cell', { name: 'Finished' }).waitFor()
    if (index !== 2) return
    await looksWell(page, 'desk-intake')
    await goTo(page, 'Quarantine')
    await page.getByRole('button', { name: 'Discard' }).waitFor()
    await looksWell(page, 'desk-quarantine-record')
    await goTo(page, 'Home')
    await looksWell(page, 'desk-home-quarantine')
  }

  async function seal(page: Page, index: number): Promise<void> {
    await goTo(page, 'Test sets')
    if (index === 0) await looksWell(page, 'desk-test-sets-empty')
    if (index === 0) await declareUse(page)
    await page.getByRole('button', { name: 'Seal the test set' }).click()
    await page.getByText(/^[56] patients/).waitFor()
    if (index === 0) await looksWell(page, 'desk-test-sets')
    if (index === 0) await readDataSheet(page)
  }

  async function readDataSheet(page: Page): Promise<void> {
    await page.getByRole('link', { name: 'Data sheet' }).click()
    await page.getByRole('heading', { name: 'Characteristics of quality' }).waitFor()
    await page.getByRole('link', { name: 'Data sheet (PDF)' }).waitFor()
    await looksWell(page, 'desk-data-sheet')
  }

  /** Shares that do not add up, which are told in words, and then ones that do; a last day; and a device's training data. */
  async function declareUse(page: Page): Promise<void> {
    for (const [index, [value, percent]] of [
      ['F', '50'],
      ['M', '60'],
    ].entries()) {
      await page.getByRole('button', { name: 'Add a share' }).click()
      await page.getByLabel('Value').nth(index).fill(value!)
      await page.getByLabel('Share in %').nth(index).fill(percent!)
    }
    await page.getByLabel('Last day on which the set may be used').fill('2999-12-31')
    await page.getByRole('button', { name: 'Add a device' }).click()
    await page.getByLabel('Device and version').fill('Other ECG 3')
    await page.getByRole('button', { name: 'Add a data set' }).click()
    await fillDataSet(page, 'Southgate rhythm strips', 'Southgate Hospital')
    await page.getByRole('button', { name: 'Seal the test set' }).click()
    await page.getByText('The shares of “Sex” add up to 110 %.').waitFor()
    await looksWell(page, 'desk-test-sets-declared')
    await page.getByLabel('Share in %').nth(1).fill('50')
  }

  /** Fills in a data set that a device was trained with. */
  async function fillDataSet(page: Page, name: string, institution: string): Promise<void> {
    const set = page.getByRole('group', { name: 'Data set 1' })
    await set.getByLabel('Name', { exact: true }).fill(name)
    await set.getByLabel('Source and licence, or agreement').fill('Agreement 2024-11')
    await set.getByLabel(/^Institutions/).fill(institution)
    await set.getByLabel(/^Manufacturers/).fill('Example Recorder')
    await set.getByLabel('First year').fill('2019')
    await set.getByLabel('Last year').fill('2023')
    await set.getByLabel('Patients', { exact: true }).fill('1200')
  }

  it('a steward invites a colleague', async () => {
    const { hospital, page } = stewards[0]!
    await goTo(page, 'This node')
    const code = await invitePerson(page, 'Data steward', hospital.name)
    const colleague = await newPerson(browser, faults)
    await acceptInvitation(colleague, hospital.url, code, newcomer('colleague@hospital.example', 'Colleague'))
    await colleague.context().close()
  })

  it('the vendor registers a device and applies', async () => {
    await goTo(vendor, 'Evaluations')
    await looksWell(vendor, 'vendor-evaluations-empty')
    await vendor.getByRole('link', { name: 'Apply for an evaluation' }).click()
    await vendor.getByText('Register a device first').waitFor()
    await looksWell(vendor, 'application-no-device')
    await vendor.getByRole('link', { name: 'To the devices' }).click()
    await looksWell(vendor, 'devices-empty')
    await upload('not-a-package.tar', Buffer.from('no archive at all'))
    await vendor.getByRole('alert').waitFor()
    await looksWell(vendor, 'devices-refused')
    await upload('device.tar', Buffer.from(consortium.devicePackage))
    await vendor.getByText('is registered.').waitFor()
    await looksWell(vendor, 'devices')
    await declareTraining()
    await vendor.getByRole('link', { name: 'Apply for an evaluation' }).click()
    await fillApplication(3)
    await looksWell(vendor, 'application')
    await vendor.getByRole('button', { name: 'Save the draft' }).click()
    await vendor.getByRole('button', { name: 'Submit to the reviewer' }).waitFor()
    await looksWell(vendor, 'evaluation-draft')
    await vendor.getByRole('button', { name: 'Submit to the reviewer' }).click()
    await vendor.getByText('With the reviewer').first().waitFor()
    await looksWell(vendor, 'evaluation-submitted-vendor')
  })

  /** A file that is no list of hashes is told in words, with its line; then a declaration of a data set that names a hospital. */
  async function declareTraining(): Promise<void> {
    await vendor.getByText('Nothing declared.').waitFor()
    await vendor.getByRole('button', { name: 'Declare training data' }).click()
    await fillDataSet(vendor, 'Northgate rhythm strips', 'Northgate Hospital')
    await chooseFile('hashes.txt', `${'a'.repeat(64)}  a.dat\nno hash\n`)
    await vendor.getByText('Line 2 of the file does not begin with a SHA-256').waitFor()
    await vendor.getByRole('button', { name: 'Declare', exact: true }).click()
    await vendor.getByText('The file of hashes can not be used as it is.').waitFor()
    await looksWell(vendor, 'devices-declare')
    await vendor.getByRole('button', { name: 'Choose no file' }).click()
    await chooseFile('hashes.txt', `${'a'.repeat(64)}  a.dat\n`)
    await vendor.getByRole('button', { name: 'Declare', exact: true }).click()
    await vendor.getByText('Hashes of contents: 1.').waitFor()
    await looksWell(vendor, 'devices-declared')
  }

  async function chooseFile(name: string, text: string): Promise<void> {
    const file = join(directory, name)
    writeFileSync(file, text)
    const chooser = vendor.waitForEvent('filechooser')
    await vendor.getByLabel('Hashes of contents (a file)').click()
    await (await chooser).setFiles(file)
  }

  async function upload(name: string, bytes: Buffer): Promise<void> {
    const file = join(directory, name)
    writeFileSync(file, bytes)
    const chooser = vendor.waitForEvent('filechooser')
    await vendor.getByLabel('Device package (.tar)').click()
    await (await chooser).setFiles(file)
    await vendor.getByRole('button', { name: 'Upload and register' }).click()
  }

  /** All three hospitals, of which `least` must approve; and as many patients as there are. */
  async function fillApplication(least: number): Promise<void> {
    await vendor.getByText('It can not be saved yet:').waitFor()
    if (least === 3) await looksWell(vendor, 'application-faults')
    for (const { hospital } of stewards) await vendor.getByLabel(new RegExp(`^${hospital.name}`)).check()
    await vendor.getByLabel('Hospitals that must approve, at least').fill(`${least}`)
    await vendor.getByLabel('Patients, at least').fill('17')
    await vendor.getByLabel('Why this many patients').fill('Every patient in the sealed sets.')
  }

  it('the reviewer returns the protocol, the vendor answers, the reviewer locks', async () => {
    await goTo(reviewer, 'Home')
    await reviewer.getByText('Read the protocol; lock or return it').waitFor()
    await looksWell(reviewer, 'reviewer-home')
    await reviewer.getByText('Read the protocol; lock or return it').click()
    await reviewer.getByRole('button', { name: 'Return it' }).click()
    await looksWell(reviewer, 'evaluation-review')
    await reviewer.getByRole('button', { name: 'Cancel' }).click()
    await giveReason(reviewer, 'Return it', 'Name the version in the title.', 'Return to the vendor')
    await reviewer.getByText('Returned to the vendor').first().waitFor()
    await goTo(vendor, 'Home')
    await vendor.getByText('Answer what the reviewer wants changed').waitFor()
    await looksWell(vendor, 'vendor-home')
    await vendor.getByText('Answer what the reviewer wants changed').click()
    await vendor.getByText('Name the version in the title.').first().waitFor()
    await looksWell(vendor, 'evaluation-returned')
    await vendor.getByRole('link', { name: 'Change the draft' }).click()
    await vendor.getByLabel('Title of the evaluation').fill('Beats by version 1.0.0')
    await vendor.getByRole('button', { name: 'Save the draft' }).click()
    await vendor.getByRole('button', { name: 'Submit to the reviewer' }).click()
    await lock('Beats by version 1.0.0')
    await looksWell(reviewer, 'evaluation-locked')
  })

  async function lock(title: string): Promise<void> {
    await goTo(reviewer, 'Evaluations')
    await reviewer.getByRole('link').filter({ hasText: title }).click()
    await reviewer.getByLabel('I have read the protocol').check()
    await reviewer.getByRole('button', { name: 'Lock the protocol' }).click()
    await reviewer.getByText('Locked; hospitals are asked').first().waitFor()
  }

  it('each steward approves at the own desk', async () => {
    for (const [index, { page }] of stewards.entries()) {
      await openTask(page, 'Decide on a request')
      await page.getByText('kept. By hashes of contents, 0 of the set’s patients').waitFor()
      if (index === 0) {
        await page.getByText('which its vendor says comes from this hospital.').waitFor()
        await looksWell(page, 'desk-request')
      }
      await page.getByRole('button', { name: 'Approve', exact: true }).click()
      await page
        .getByText(/Approved; waits for the other hospitals|Running here|Waits for your signature/)
        .first()
        .waitFor()
      if (index === 0) await looksWell(page, 'desk-approved')
    }
    await reviewer
      .getByText(/Running in the hospitals/)
      .first()
      .waitFor()
    await reviewer.getByText('Said to come from this hospital: Northgate rhythm strips.').waitFor()
    await looksWell(reviewer, 'evaluation-running')
  })

  async function openTask(page: Page, task: string): Promise<void> {
    await goTo(page, 'Home')
    await page.getByText(task).click()
    await page.getByRole('heading', { level: 1 }).waitFor()
  }

  it('each steward looks at the bytes that will leave, and releases them', async () => {
    for (const [index, { page }] of stewards.entries()) {
      await openTask(page, 'Read what would leave, and sign or withhold it')
      await page.getByRole('heading', { name: 'What will leave' }).waitFor()
      const bytes = JSON.parse(await page.locator('pre').innerText())
      expect(bytes).toMatchObject({ schema: expect.stringContaining('assay.'), conduct: expect.anything() })
      if (index === 0) await looksWell(page, 'desk-release')
      await page.getByRole('button', { name: 'Sign and release' }).click()
      await page.getByText('Released and signed').first().waitFor()
    }
    const { page } = stewards[0]!
    await looksWell(page, 'desk-evaluation-released')
    await page.getByRole('link', { name: 'Read what was released' }).click()
    await page.getByRole('heading', { name: 'What left' }).waitFor()
    await looksWell(page, 'desk-released')
    await goTo(page, 'Home')
    await looksWell(page, 'desk-home')
    await goTo(page, 'Evaluations')
    await looksWell(page, 'desk-evaluations')
  })

  it('shows the verdict first, then the report to keep', async () => {
    await reviewer.getByRole('heading', { name: 'Not assessable' }).waitFor()
    const download = reviewer.waitForEvent('download')
    await reviewer.getByRole('link', { name: 'Report (PDF, English)' }).click()
    const file = await (await download).path()
    expect(readFileSync(file).subarray(0, 5).toString()).toBe('%PDF-')
    await looksWell(reviewer, 'evaluation')
    await reviewer.getByRole('button', { name: /^QRS sensitivity, gross/ }).click()
    await looksWell(reviewer, 'evaluation-figure')
  })

  it('carries a refusal and a withheld release, each with its reason, to the end', async () => {
    await vendor.getByRole('button', { name: 'Log out' }).click()
    await logInByKeyboard(vendor, hub(), vendorSelf)
    await goTo(vendor, 'Devices')
    await vendor.getByRole('link', { name: 'Apply for an evaluation' }).click()
    await fillApplication(2)
    await vendor.getByLabel('Title of the evaluation').fill('A second look')
    await vendor.getByRole('button', { name: 'Save the draft' }).click()
    await vendor.getByRole('button', { name: 'Submit to the reviewer' }).click()
    await lock('A second look')
    const [first, second, third] = stewards.map(({ page }) => page) as [Page, Page, Page]
    await openTask(third, 'Decide on a request')
    await giveReason(third, 'Refuse', 'The set is reserved until spring.', 'Refuse the request')
    await third.getByText('Refused').first().waitFor()
    await third.getByText('The set is reserved until spring.').waitFor()
    await looksWell(third, 'desk-refused')
    for (const page of [first, second]) {
      await openTask(page, 'Decide on a request')
      await page.getByRole('button', { name: 'Approve', exact: true }).click()
    }
    await openTask(second, 'Read what would leave, and sign or withhold it')
    await giveReason(second, 'Withhold', 'Two patients took back their consent.', 'Withhold the figures')
    await second.getByText('Withheld').first().waitFor()
    await looksWell(second, 'desk-withheld')
    await openTask(first, 'Read what would leave, and sign or withhold it')
    await first.getByRole('heading', { name: 'Released before about the same patients' }).waitFor()
    await first.getByRole('button', { name: 'Sign and release' }).click()
    await reviewer.getByText('Two patients took back their consent.').first().waitFor()
    await reviewer.getByRole('heading', { name: /Inconclusive|Not assessable/ }).waitFor()
    await looksWell(reviewer, 'evaluation-withheld')
    await goTo(reviewer, 'Evaluations')
    await looksWell(reviewer, 'evaluations')
  })

  it('goes by keyboard: past the navigation, to what can be done, always in sight', async () => {
    await goTo(reviewer, 'Home')
    await reviewer.reload()
    await reviewer.getByRole('heading', { level: 1 }).waitFor()
    await reviewer.keyboard.press('Tab')
    const skip = reviewer.getByRole('link', { name: 'To the content' })
    expect(await isFocused(reviewer, skip)).toBe(true)
    await expect.poll(async () => (await skip.boundingBox())?.x).toBeGreaterThanOrEqual(0)
    await reviewer.keyboard.press('Enter')
    await reviewer.keyboard.press('Tab')
    const { tag, isInMain, outline } = await reviewer.evaluate<{ tag: string; isInMain: boolean; outline: string }>(
      `(() => {
        const one = document.activeElement
        return { tag: one.tagName, isInMain: !!one.closest('main'), outline: getComputedStyle(one).outlineStyle }
      })()`,
    )
    expect({ tag, isInMain, outline }).toEqual({ tag: 'A', isInMain: true, outline: 'solid' })
  })

  it('met no fault of its own', () => {
    expect(faults).toEqual([])
  })
})
