// Renews the pictures of the documentation that show a hospital's desk: a node of its own takes chests of nobody in.
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { findTask } from '@assay/categories'
import { tierKey, translator } from '@assay/messages'
import { type VerdictBar, verdictBars } from '@assay/report/charts'
import { drawSvg } from '@assay/report/pictures'
import type { Page } from 'playwright-core'
import { goTo } from './testing/acts-in-browser.ts'
import { openDesk } from './testing/hospital-at-desk.ts'

const pictures = join(import.meta.dirname, '../../docs/pictures')
const task = findTask('lung-ct', 'nodule-detection')!
const directory = mkdtempSync(join(tmpdir(), 'assay-pictures-'))

drawVerdicts()
const faults: string[] = []
const desk = await openDesk(directory, faults)
try {
  await drawDesk(desk.page, desk.exported)
} finally {
  await desk.stop()
  rmSync(directory, { recursive: true, force: true, maxRetries: 5 })
}
if (faults.length > 0) throw new Error(faults.join('\n'))

async function drawDesk(page: Page, exported: string): Promise<void> {
  await page.setViewportSize({ width: 1280, height: 900 })
  writeChests(join(exported, 'november'), 3, 11)
  doubleSlice(join(exported, 'november'))
  await takeIn(page, 'november')
  await page.getByRole('link', { name: 'Folder, once: november' }).click()
  await page.getByText('Problems, by reason').waitFor()
  await keep(page, 'intake-problems', ['What is next', 'Problems, by reason'])
  await goTo(page, 'Quarantine')
  await page.getByText('What to do:').first().waitFor()
  await page
    .getByRole('img', { name: /^Slice/ })
    .first()
    .waitFor()
  await page.evaluate("[...document.images].find((one) => one.alt.startsWith('Slice')).decode()")
  await keep(page, 'quarantine')
  await goTo(page, 'Studies')
  await page.getByRole('row').filter({ hasText: 'Held in quarantine' }).getByRole('link').first().click()
  await page.getByRole('heading', { name: 'Quality passport', exact: true }).waitFor()
  const slice = page.getByRole('img', { name: /^Slice/ }).first()
  await slice.scrollIntoViewIfNeeded()
  await page.waitForLoadState('networkidle')
  await keep(page, 'passport', ['Quality passport', 'What was found, and what to do'])
  await page.getByRole('button', { name: 'Sign the passport' }).click()
  await page.getByText(/Verified: signed by/).waitFor()
  await keep(page, 'signed-passport', ['Does it hold?', 'Hand it on and have it verified'])
  writeChests(join(exported, 'december'), 60, 12)
  await begin(page, 'december')
  await page.getByRole('progressbar').first().waitFor()
  await keep(page, 'intake')
}

/** Chests of nobody, each of a patient of its own, and a file that lost its end. */
function writeChests(folder: string, count: number, seed: number): void {
  mkdirSync(folder, { recursive: true })
  const lines = Array.from({ length: count }, (_, index) => {
    const { name, files } = task.generateCase(seed, index)
    for (const { name: file, bytes } of files.slice(0, 1)) writeFileSync(join(folder, file), bytes)
    return `${name}.mha\tP-${index + 1}\n`
  })
  writeFileSync(join(folder, 'cut-off.mha'), 'ObjectType = Image\nNDims = 3\nDimSize = 512 512 300\n')
  writeFileSync(join(folder, 'patients.tsv'), [...lines, 'cut-off.mha\tP-9\n'].join(''))
}

/** The first chest, its 21st slice once more in place of the 22nd: voxels follow the header, two bytes each. */
function doubleSlice(folder: string): void {
  const path = join(folder, 'generated-1.mha')
  const bytes = readFileSync(path)
  const header = bytes.subarray(0, bytes.indexOf('LOCAL') + 'LOCAL'.length + 1).toString('latin1')
  const [columns = 0, rows = 0] = /DimSize = (.*)/.exec(header)![1]!.split(' ').map(Number)
  const slice = columns * rows * 2
  const at = (place: number) => header.length + place * slice
  bytes.copy(bytes, at(21), at(20), at(21))
  writeFileSync(path, bytes)
}

async function begin(page: Page, folder: string): Promise<void> {
  await goTo(page, 'Intake')
  await page.getByRole('textbox', { name: 'Folder' }).fill(folder)
  await page.getByLabel('Kind of data').first().selectOption({ label: 'Lung CT' })
  await page.getByLabel('Where the data come from').first().selectOption({ label: 'Synthetic' })
  await page.getByRole('button', { name: 'Take in', exact: true }).click()
}

async function takeIn(page: Page, folder: string): Promise<void> {
  await begin(page, folder)
  await page.getByRole('row').filter({ hasText: folder }).filter({ hasText: 'Finished' }).waitFor({ timeout: 120_000 })
}

/** Keeps the page, or the parts of it with these titles, from the first to the last. */
async function keep(page: Page, name: string, titles: readonly string[] = []): Promise<void> {
  const path = join(pictures, `${name}.png`)
  if (titles.length === 0) {
    await page.screenshot({ path })
    return
  }
  const boxes = await Promise.all(
    titles.map((title) => page.getByRole('region', { name: title, exact: true }).boundingBox()),
  )
  const [first, last] = [boxes[0]!, boxes.at(-1)!]
  const margin = 12
  await page.screenshot({
    path,
    fullPage: true,
    clip: {
      x: first.x - margin,
      y: first.y - margin + (await page.evaluate<number>('scrollY')),
      width: first.width + 2 * margin,
      height: last.y + last.height - first.y + 2 * margin,
    },
  })
}

/** Three years of made-up counts, in which one tier holds more and more in quarantine at the end. */
function drawVerdicts(): void {
  const t = translator('en')
  const format = new Intl.DateTimeFormat('en-GB', { year: 'numeric', month: 'short', timeZone: 'UTC' })
  const svg = drawSvg((document) =>
    verdictBars(madeUpCounts(), {
      document,
      width: 900,
      fontFamily: 'sans-serif',
      tierTitle: (tier) => `${tier} ${t(tierKey(tier as 1 | 2 | 3))}`,
      formatCount: String,
      formatMonth: (month) => format.format(new Date(`${month}-01`)),
    }),
  )
  writeFileSync(join(pictures, 'verdict-bars.svg'), `${svg}\n`)
}

function madeUpCounts(): VerdictBar[] {
  return Array.from({ length: 36 }, (_, i) => {
    const month = `${2024 + Math.floor(i / 12)}-${`${(i % 12) + 1}`.padStart(2, '0')}`
    const taken = 300 + ((i * 61) % 170)
    return [1, 2, 3].flatMap((tier) => {
      const held = Math.round(taken * (tier === 2 && i > 28 ? 0.28 : 0.05))
      const [rejected, remarks] = [Math.round(taken * 0.01), Math.round(taken * 0.09 * tier)]
      return [
        { month, tier, verdict: 'accept' as const, studies: taken - held - rejected - remarks },
        { month, tier, verdict: 'warn' as const, studies: remarks },
        { month, tier, verdict: 'quarantine' as const, studies: held },
        { month, tier, verdict: 'reject' as const, studies: rejected },
      ]
    })
  }).flat()
}
