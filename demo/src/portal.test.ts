import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type BrowserContext, chromium, type Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { readState } from './demonstration-state.ts'
import { type DemonstrationProcess, endDemonstrations, startDemonstration } from './testing/demonstration-process.ts'

const browser = '/usr/bin/chromium'
const flags = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking']

describe.skipIf(!existsSync(browser))('the pages in a browser (needs chromium)', { timeout: 120_000 }, () => {
  const directory = mkdtempSync(join(tmpdir(), 'assay-portal-'))
  const profile = mkdtempSync(join(tmpdir(), 'assay-profile-'))
  const faults: string[] = []
  let demonstration: DemonstrationProcess
  let context: BrowserContext
  let page: Page

  beforeAll(async () => {
    demonstration = await startDemonstration(directory, ['--patients', '6'])
    await demonstration.untilPrinted('The pages stay up', 200)
    context = await chromium.launchPersistentContext(profile, {
      executablePath: browser,
      headless: true,
      locale: 'en-GB',
      args: [...flags, '--disable-component-update', '--disable-sync'],
    })
    page = await context.newPage()
    page.on('pageerror', (error) => faults.push(error.message))
  }, 240_000)

  afterAll(async () => {
    await context?.close()
    await endDemonstrations()
    rmSync(directory, { recursive: true, force: true })
    rmSync(profile, { recursive: true, force: true })
  })

  const state = () => readState(join(directory, 'demonstration.json'))!

  async function logIn(url: string, who: string): Promise<void> {
    const { name, password } = state().logins[who]!
    await page.goto(url)
    await page.getByLabel('Name').fill(name)
    await page.getByLabel('Password').fill(password)
    await page.getByRole('button', { name: 'Log in' }).click()
    await page.getByRole('button', { name: 'Log out' }).waitFor()
  }

  it('shows a reviewer the verdict first, then the report to keep', async () => {
    const hub = `http://127.0.0.1:${state().port}`
    await logIn(hub, 'reviewer')
    await page.getByRole('link', { name: 'Evaluations' }).click()
    await page.getByText('EV-').first().waitFor()
    await page.goto(`${hub}/evaluations/${state().evaluationId}`)
    await page.getByRole('heading', { name: 'Not assessable' }).waitFor()
    const download = page.waitForEvent('download')
    await page.getByRole('link', { name: 'Report (PDF, English)' }).click()
    const file = await (await download).path()
    expect(readFileSync(file).subarray(0, 5).toString()).toBe('%PDF-')
  })

  it('speaks Chinese when asked', async () => {
    await page.getByText('中文', { exact: true }).click()
    await page.getByRole('heading', { name: '不可评定' }).waitFor()
    await page.getByText('English', { exact: true }).click()
  })

  it('shows a steward, at the hospital’s own desk, what left', async () => {
    const desk = `http://127.0.0.1:${state().port + 1}`
    await logIn(desk, 'hospital-1')
    await page.goto(`${desk}/evaluations/${state().evaluationId}/release`)
    await page.getByRole('heading', { name: 'What stays' }).waitFor()
  })

  it('met no fault of its own', () => {
    expect(faults).toEqual([])
  })
})
