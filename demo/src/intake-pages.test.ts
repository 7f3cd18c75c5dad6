import { spawnSync } from 'node:child_process'
import {
  copyFileSync,
  cpSync,
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
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { goTo, isFocused } from './testing/acts-in-browser.ts'
import { chromiumPath, lookAt } from './testing/browser.ts'
import { realData } from './testing/demonstration-process.ts'
import { type HospitalAtDesk, openDesk } from './testing/hospital-at-desk.ts'
import { writeCertificate } from './testing/write-certificate.ts'

const isReady = existsSync(chromiumPath) && realData !== undefined
const canWriteText = spawnSync('/usr/bin/python3', ['-c', 'from PIL import ImageFont']).status === 0

/** A photograph with a name in its pixels, as some cameras write it. */
function writeText(from: string, to: string): void {
  const script = `
import sys
from PIL import Image, ImageDraw, ImageFont
image = Image.open(sys.argv[1]).convert('RGB')
height = image.height // 20
font = ImageFont.truetype('/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf', max(12, height // 2))
ImageDraw.Draw(image).text((image.width // 10, height), 'OUYANG JINGYI 1984-03-17', fill='white', font=font)
image.save(sys.argv[2])`
  const { status, stderr } = spawnSync('/usr/bin/python3', ['-c', script, from, to], { encoding: 'utf8' })
  if (status !== 0) throw new Error(stderr)
}

interface Box {
  readonly left: number
  readonly top: number
  readonly right: number
  readonly bottom: number
}

/** In the browser: the box around the pixels of the frame's colour in the first picture. */
const frameOnPage = `(() => {
  const image = document.querySelector('.pictures img')
  const canvas = Object.assign(document.createElement('canvas'), { width: image.naturalWidth, height: image.naturalHeight })
  const context = canvas.getContext('2d')
  context.drawImage(image, 0, 0)
  const { data, width } = context.getImageData(0, 0, canvas.width, canvas.height)
  const box = { left: Infinity, top: Infinity, right: -1, bottom: -1 }
  for (let i = 0; i < data.length; i += 4) {
    if (data[i] !== 255 || data[i + 1] !== 214 || data[i + 2] !== 0) continue
    const [x, y] = [(i / 4) % width, Math.floor(i / 4 / width)]
    Object.assign(box, { left: Math.min(box.left, x), top: Math.min(box.top, y), right: Math.max(box.right, x), bottom: Math.max(box.bottom, y) })
  }
  return box
})()`
const hasOpenssl = spawnSync('openssl', ['version']).status === 0
const hasDcmtk = spawnSync('sh', ['-c', 'command -v storescu echoscu']).status === 0

/** Runs a program of dcmtk. */
const dcmtk = (name: string, words: readonly string[]) => spawnSync(name, words)

describe.skipIf(!isReady)('ways in, by clicking (needs chromium and real images)', () => {
  const directory = mkdtempSync(join(tmpdir(), 'assay-ways-in-'))
  const faults: string[] = []
  let desk: HospitalAtDesk
  let page: Page
  const looksWell = async (name: string) => expect.soft(await lookAt(page, name)).toEqual([])

  beforeAll(async () => {
    desk = await openDesk(directory, faults)
    page = desk.page
  })
  afterAll(async () => {
    await desk?.stop()
    rmSync(directory, { recursive: true, force: true, maxRetries: 5 })
  })

  async function open(way: string): Promise<void> {
    await goTo(page, 'Intake')
    await page.getByRole('tab', { name: way }).click()
  }

  async function declare(category: string): Promise<void> {
    await page.getByLabel('Kind of data').selectOption({ label: category })
    await page.getByLabel('Where the data come from').selectOption({ label: 'Public' })
  }

  const finished = (source: RegExp, category = '') =>
    page
      .getByRole('row')
      .filter({ hasText: source })
      .filter({ hasText: category })
      .filter({ hasText: 'Finished' })
      .getByRole('link')
      .first()

  it('goes through the ways in by keyboard, and opens the last one again after a reload', async () => {
    await goTo(page, 'Intake')
    const tab = (name: string) => page.getByRole('tab', { name })
    await tab('Folder, once').focus()
    for (const name of ['Watched folders', 'DICOM listener', 'From a PACS', 'Upload']) {
      await page.keyboard.press('ArrowRight')
      await expect.poll(() => isFocused(page, tab(name))).toBe(true)
    }
    await page.reload()
    await page.getByText('Or a whole folder').waitFor()
    expect(await tab('Upload').getAttribute('aria-selected')).toBe('true')
  })

  it('watches a folder, and leads from what came into it to the passport, with the slice in question', async () => {
    const arriving = join(desk.exported, 'arriving')
    mkdirSync(arriving)
    await open('Watched folders')
    await page.getByRole('textbox', { name: 'Folder' }).fill('arriving')
    await declare('Liver CT')
    await page.getByRole('button', { name: 'Watch this folder' }).click()
    await page.getByText('nothing has come yet').waitFor()
    copyDoubled(arriving)
    await finished(/Watched folders: arriving/).click()
    await page.getByText('What is next').waitFor()
    await looksWell('desk-intake-run')
    await page.getByRole('link', { name: /See the studies and their quality passports/ }).click()
    await page.getByText('Only what one intake brought.').waitFor()
    await page.getByRole('region', { name: 'Studies, the newest first' }).getByRole('link').first().click()
    const slice = page.getByRole('img', { name: 'Slice 2' }).first()
    await slice.scrollIntoViewIfNeeded()
    await expect.poll(() => page.evaluate("document.querySelector('.pictures img')?.naturalWidth")).toBe(512)
    await looksWell('desk-passport')
    await open('Watched folders')
    await looksWell('desk-intake-watched')
    await page.getByRole('button', { name: 'Stop watching arriving' }).click()
    await page.getByText('No folder is watched.').waitFor()
  })

  /** Slices of a liver, of which the third has the second's pixels. */
  function copyDoubled(folder: string): void {
    cpSync(join(realData!, 'liver/ct-3slice'), folder, { recursive: true })
    const [second, third] = ['02.dcm', '03.dcm'].map((name) => readFileSync(join(folder, name)))
    const pixels = 512 * 512 * 2
    third!.set(second!.subarray(second!.length - pixels), third!.length - pixels)
    writeFileSync(join(folder, '03.dcm'), third!)
  }

  it('uploads files, with what is wrong with one of them by reason, to the passport', async () => {
    const set = join(directory, 'set')
    mkdirSync(set)
    for (const name of ['100.dat', '100.hea', '100.atr'])
      copyFileSync(join(realData!, 'ecg/mitdb', name), join(set, name))
    copyFileSync(join(realData!, 'ecg/mitdb/103.hea'), join(set, '103.hea'))
    writeFileSync(join(set, 'patients.tsv'), '100\tP-1\n103\tP-2\n')
    await open('Upload')
    await page.getByLabel('Files, or one archive').setInputFiles(readdirSync(set).map((name) => join(set, name)))
    await page.getByText(/^5 files, /).waitFor()
    await declare('ECG')
    await looksWell('desk-intake-upload')
    await page.getByRole('button', { name: 'Upload and take in' }).click()
    await finished(/^Upload/).click()
    await page.getByText('Problems, by reason').waitFor()
    await page.getByRole('cell', { name: /Record 103/ }).waitFor()
    await looksWell('desk-intake-run-problems')
    await page.getByRole('link', { name: /Decide on 1 entry in the quarantine/ }).click()
    await page.getByText('Only what one intake put aside.').waitFor()
    await page.goBack()
    await page.getByRole('link', { name: /See the studies and their quality passports/ }).click()
    await page.getByRole('region', { name: 'Studies, the newest first' }).getByRole('link').first().click()
    await page.getByRole('heading', { name: 'Quality passport' }).waitFor()
  })

  it.skipIf(!canWriteText)('frames text that is burned into a photograph (needs python3-pil)', async () => {
    const set = join(directory, 'photographs')
    mkdirSync(set)
    writeText(join(realData!, 'fundus/hrf/01_h.jpg'), join(set, 'eye.png'))
    writeFileSync(join(set, 'patients.tsv'), 'eye.png\tP-7\n')
    await open('Upload')
    await page.getByLabel('Files, or one archive').setInputFiles(readdirSync(set).map((name) => join(set, name)))
    await page.getByText(/^2 files, /).waitFor()
    await declare('Ophthalmology')
    await page.getByRole('button', { name: 'Upload and take in' }).click()
    await finished(/^Upload/, 'Ophthalmology').click()
    await page.getByRole('link', { name: /See the studies and their quality passports/ }).click()
    await page.getByRole('region', { name: 'Studies, the newest first' }).getByRole('link').first().click()
    const picture = page.getByRole('img', { name: 'Picture 1, with the place framed' }).first()
    await picture.scrollIntoViewIfNeeded()
    await expect.poll(() => page.evaluate("document.querySelector('.pictures img')?.naturalWidth")).toBe(512)
    // Words were written from a tenth of the width on, at a twentieth of the height.
    const { left, top, right, bottom } = await page.evaluate<Box>(frameOnPage)
    expect([left > 20, left < 80, right < 400, top < bottom, bottom < 80]).toEqual([true, true, true, true, true])
    await looksWell('desk-passport-framed')
  })

  it('sets the listener up, says why it can not listen, and who was sent away', async () => {
    await open('DICOM listener')
    await page.getByRole('button', { name: 'Add a title' }).click()
    await page.getByLabel('AE title', { exact: true }).fill('ASSAY_LIVER')
    await page.getByLabel('Port', { exact: true }).fill('0')
    await page.getByRole('button', { name: 'Save the settings' }).click()
    await page.getByText('Saved. The listener goes by these settings now.').waitFor()
    await page.getByRole('button', { name: 'Switch on' }).click()
    await page.getByRole('alert').filter({ hasText: 'listener/certificate.pem is missing' }).waitFor()
    await looksWell('desk-intake-listener-failed')
    await page.getByLabel('With TLS and certificates of the senders').uncheck()
    await page.getByRole('button', { name: 'Save the settings' }).click()
    const on = page.getByText(/Listens on port \d+/)
    await on.waitFor()
    if (hasDcmtk) await sendFromStranger(async () => /port (\d+)/.exec(await on.innerText())![1]!)
    await looksWell('desk-intake-listener')
    await page.getByRole('button', { name: 'Switch off' }).click()
    await page.getByText('Off: nobody can send').waitFor()
  })

  async function sendFromStranger(port: () => Promise<string>): Promise<void> {
    const words = ['-aec', 'ASSAY_LIVER', '-aet', 'CT_ROOM_2', '127.0.0.1']
    expect(dcmtk('echoscu', [...words, await port()]).status).not.toBe(0)
    await page.getByRole('button', { name: 'Let CT_ROOM_2 call from 127.0.0.1' }).click()
    await page.getByRole('button', { name: 'Save the settings' }).click()
    await page.getByText('One of those that may call: CT_ROOM_2').waitFor()
    expect(dcmtk('storescu', [...words, await port(), '+sd', join(realData!, 'liver/ct-3slice')]).status).toBe(0)
    await page.getByRole('rowheader', { name: 'CT_ROOM_2' }).waitFor()
  }

  /** From and to, in days from now; what the listener's page and the home page say. */
  const validities = [
    [-355.5, 9.5, /pacs-in\.hospital\.example: expires on .*, in 10 days\. Renew/, 'It expires within 30 days'],
    [-400, -1, /pacs-in\.hospital\.example: expired on .*\. Senders refuse it/, 'It has expired'],
    [2, 400, /pacs-in\.hospital\.example: valid only from .* on\. Until then senders refuse it/, 'It is not valid yet'],
  ] as const

  it.skipIf(!hasOpenssl)(
    'says that a certificate expires soon, has expired, or does not hold yet (needs openssl)',
    async () => {
      await open('DICOM listener')
      await page.getByLabel('With TLS and certificates of the senders').check()
      await page.getByRole('button', { name: 'Save the settings' }).click()
      await page.getByText('Saved. The listener goes by these settings now.').waitFor()
      await page.getByRole('button', { name: 'Switch on' }).click()
      await page.getByRole('button', { name: 'Switch off' }).waitFor()
      const inDays = (days: number) => new Date(Date.now() + days * 24 * 3600 * 1000)
      for (const [from, to, atListener, atHome] of validities) {
        writeCertificate(join(directory, 'node/listener'), { from: inDays(from), to: inDays(to) })
        await page.reload()
        await page.getByText(atListener).waitFor()
        await goTo(page, 'Home')
        await page.getByText(atHome).waitFor()
        await page.getByText('Renew the certificate of the DICOM listener').click()
        await page.getByText(atListener).waitFor()
      }
      await looksWell('desk-intake-listener-certificate')
      await page.getByRole('button', { name: 'Switch off' }).click()
      await page.getByText('Off: nobody can send').waitFor()
    },
  )

  it('notes a PACS, and says in words why it can not be asked', async () => {
    await open('From a PACS')
    await looksWell('desk-intake-pacs-empty')
    await page.getByLabel('Short name').fill('archive')
    await page.getByLabel('Address of its DICOMweb services').fill('http://127.0.0.1:9/dicom-web')
    await page.getByLabel('Addresses that its name may lead to').fill('10.1.0.0/16')
    await declare('Liver CT')
    await page.getByRole('button', { name: 'Save this PACS' }).click()
    await page.getByRole('button', { name: 'Ask the PACS' }).click()
    await page.getByRole('alert').waitFor()
    await looksWell('desk-intake-pacs')
    await page.getByRole('button', { name: 'Remove archive' }).click()
    await page.getByText('No PACS is known yet.').waitFor()
  })

  it('shows how far a long intake is, over a reload, and stops it', async () => {
    makeMany(join(desk.exported, 'many'), 2400)
    const begin = async () => {
      await open('Folder, once')
      await page.getByRole('textbox', { name: 'Folder' }).fill('many')
      await declare('Lung CT')
      await page.getByRole('button', { name: 'Take in', exact: true }).click()
    }
    await begin()
    const running = page.getByRole('region', { name: 'Folder, once: many' })
    await running.getByText(/of 2,400 .* a second · about .* left/).waitFor()
    await page.reload()
    await running.getByRole('progressbar').waitFor()
    await running.getByRole('button', { name: 'Stop this intake: Folder, once: many' }).click()
    await page.getByRole('row').filter({ hasText: 'many' }).filter({ hasText: 'Stopped by a steward' }).waitFor()
    await page.getByRole('link', { name: 'Folder, once: many' }).click()
    await page.getByText('Not looked at').waitFor()
    await begin()
    await looksWell('desk-intake-running')
    expect(faults).toEqual([])
  })

  /** Slices of a lung, each another object by its SOP Instance UID, whose last digits are counted up. */
  function makeMany(folder: string, count: number): void {
    mkdirSync(folder)
    const slice = readFileSync(join(realData!, 'lung/dicom-2slices/0.dcm'))
    const uid = /1\.[0-9.]{20,}/.exec(slice.subarray(0x84).toString('latin1').split('\x08\0\x18\0UI')[1]!)![0]
    for (let place = 0; place < count; place += 1) {
      const other = `${uid.slice(0, -4)}${1000 + place}`
      writeFileSync(join(folder, `${place}`), Buffer.from(slice.toString('latin1').replaceAll(uid, other), 'latin1'))
    }
  }
})
