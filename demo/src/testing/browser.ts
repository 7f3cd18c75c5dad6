import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import process from 'node:process'
import axe from 'axe-core'
import { type Browser, chromium, type Page } from 'playwright-core'

/** Where Debian's chromium lies. */
export const chromiumPath = '/usr/bin/chromium'

const flags = [
  ...['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking'],
  ...['--disable-component-update', '--disable-sync'],
]

/** Widths of a desk and of a telephone, in pixels. */
const widths = [1280, 390] as const
const languages = ['English', '中文'] as const

/** Starts a browser without a window. */
export function startBrowser(): Promise<Browser> {
  return chromium.launch({ executablePath: chromiumPath, headless: true, args: flags })
}

/** A page of a person's own: nothing is shared with other persons. What breaks on it is added to `faults`. */
export async function newPerson(browser: Browser, faults: string[]): Promise<Page> {
  const context = await browser.newContext({ locale: 'en-GB', viewport: { width: widths[0], height: 900 } })
  const page = await context.newPage()
  page.setDefaultTimeout(100_000)
  page.on('pageerror', (error) => faults.push(`${page.url()}: ${error.message}`))
  page.on('console', (message) => {
    const isAnswer = message.text().startsWith('Failed to load resource')
    if (message.type() === 'error' && !isAnswer) faults.push(`${page.url()}: ${message.text()}`)
  })
  return page
}

const pictures = process.env.ASSAY_PICTURES

/** How a page is looked at: every language at every width for pictures, else each of them once. */
const looks = pictures
  ? languages.flatMap((language) => widths.map((width) => ({ language, width })))
  : ([
      { language: 'English', width: 1280 },
      { language: '中文', width: 390 },
    ] as const)

/**
 * What a person would find wrong with the page as it stands, in both languages, on a desk and on a telephone: it is
 * wider than the screen, shows a key in place of words, or breaks a rule of accessibility (axe-core: serious or
 * critical). With ASSAY_PICTURES set to a folder, a picture of each is put there under `name`.
 */
export async function lookAt(page: Page, name: string): Promise<string[]> {
  const found: string[] = []
  for (const { language, width } of looks) {
    await page.setViewportSize({ width, height: 900 })
    await page.getByText(language, { exact: true }).click()
    await page.evaluate('new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)))')
    const wrong = [...(await oddities(page)), ...(await inaccessible(page))]
    found.push(...wrong.map((one) => `${name}, ${language}, ${width}: ${one}`))
    await keepPicture(page, `${name}.${language === 'English' ? 'en' : 'zh'}.${width}`)
  }
  await page.getByText('English', { exact: true }).click()
  await page.setViewportSize({ width: widths[0], height: 900 })
  return found
}

async function oddities(page: Page): Promise<string[]> {
  const { overflow, text } = await page.evaluate<{ overflow: number; text: string }>(
    '({ overflow: document.documentElement.scrollWidth - innerWidth, text: document.body.innerText })',
  )
  const unworded =
    /\b(portal|desk|fullSample|passports|distributions|waysIn|quality|common|report|errors|faults)\.\w+\.\w+|\{\{|\bundefined\b|\bNaN\b|\[object/.exec(
      text,
    )
  return [
    ...(overflow > 0 ? [`${overflow} pixels wider than the screen`] : []),
    ...(unworded ? [`shows “${unworded[0]}”`] : []),
  ]
}

async function inaccessible(page: Page): Promise<string[]> {
  if (!(await page.evaluate<boolean>("'axe' in window"))) await page.evaluate(axe.source)
  const { violations } = await page.evaluate<axe.AxeResults>('axe.run(document)')
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, help, nodes }) => `${id}: ${help}; ${nodes.map(({ html }) => html.slice(0, 160)).join(' ')}`)
}

async function keepPicture(page: Page, name: string): Promise<void> {
  if (!pictures) return
  mkdirSync(pictures, { recursive: true })
  await page.waitForTimeout(200)
  await page.screenshot({ path: join(pictures, `${name}.png`), fullPage: true })
}
