import { mkdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { freePort } from '@assay/http/testing'
import type { Browser, Page } from 'playwright-core'
import { startProgram } from '../programs/start-program.ts'
import { acceptInvitation } from './acts-in-browser.ts'
import { newPerson, startBrowser } from './browser.ts'

const root = join(import.meta.dirname, '../../..')
const steward = { name: 'steward@hospital.example', displayName: 'Li Na', password: 'A sentence is a good password.' }

/** A node of its own, and its first steward at the desk. */
export interface HospitalAtDesk {
  readonly page: Page
  /** Folder below which data may be taken in. */
  readonly exported: string
  readonly stop: () => Promise<void>
}

/** Starts a node without a hub in a directory, and lets its first steward in. What breaks on a page is added to `faults`. */
export async function openDesk(directory: string, faults: string[]): Promise<HospitalAtDesk> {
  const exported = join(directory, 'exported')
  mkdirSync(exported, { recursive: true })
  const port = await freePort()
  const words = ['--directory', join(directory, 'node'), '--intake', exported, '--port', `${port}`]
  const hospital = await startProgram(
    {
      name: 'hospital',
      url: `http://127.0.0.1:${port}`,
      environment: {},
      logFile: join(directory, 'log'),
      words: [join(root, 'apps/hospital/src/main.ts'), ...words, '--name', 'Northgate 北门医院'],
    },
    () => {},
  )
  const browser: Browser = await startBrowser()
  const page = await newPerson(browser, faults)
  const code = readFileSync(join(directory, 'node/first-invitation'), 'utf8').trim()
  await acceptInvitation(page, hospital.url, code, steward)
  const stop = async () => {
    await browser.close()
    await hospital.stop()
  }
  return { page, exported, stop }
}
