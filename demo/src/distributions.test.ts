import { cpSync, existsSync, mkdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import process from 'node:process'
import { deskDistribution, hospitalView, hubDistribution, uuid } from '@assay/contracts'
import { freePort } from '@assay/http/testing'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { inviteHospital } from './people/operator.ts'
import { acceptInvitation, type Person } from './people/person.ts'
import { joinHub, takeIn } from './people/steward.ts'
import { type Program, startProgram } from './programs/start-program.ts'
import { giveReason, goTo, logInByKeyboard } from './testing/acts-in-browser.ts'
import { chromiumPath, lookAt, newPerson, startBrowser } from './testing/browser.ts'
import { newDirectory, removeDirectory } from './testing/demonstration-process.ts'
import { type JoinedConsortium, startJoinedConsortium } from './testing/joined-consortium.ts'

const directory = newDirectory()
let joined: JoinedConsortium
let fourth: Program
let stewards: Person[]

beforeAll(async () => {
  joined = await startJoinedConsortium(directory, 4)
  const newcomer = await startFourth()
  await joinHub(newcomer, () => inviteHospital(joined.cast.operator, 'Hillside Hospital'))
  stewards = [...joined.cast.stewards.values(), newcomer]
  for (const steward of stewards)
    expect(await takeIn(steward, 'round-1', 'ecg', 'synthetic')).toMatchObject({ quarantined: 0 })
}, 360_000)

afterAll(async () => {
  await fourth.stop()
  await joined.consortium.stop()
  removeDirectory(directory)
})

/** One hospital more than the demonstration has: a sum over others needs three of them. */
async function startFourth(): Promise<Person> {
  const own = join(directory, 'hospital-4')
  const intake = join(directory, 'records', 'hospital-4')
  mkdirSync(own, { recursive: true })
  cpSync(join(joined.consortium.intakeOf(joined.consortium.hospitals[0]!), 'round-1'), join(intake, 'round-1'), {
    recursive: true,
  })
  const port = await freePort()
  fourth = await startProgram(
    {
      name: 'Hillside Hospital',
      words: [
        join(import.meta.dirname, '../../apps/hospital/src/main.ts'),
        ...['--directory', own, '--port', `${port}`, '--name', 'Hillside Hospital', '--intake', intake],
      ],
      environment: process.env.DATABASE_URL ? { DATABASE_SCHEMA: 'assay_hospital_4' } : {},
      url: `http://127.0.0.1:${port}`,
      logFile: join(directory, 'logs', 'hospital-4.log'),
    },
    () => {},
  )
  const code = readFileSync(join(own, 'first-invitation'), 'utf8').trim()
  const login = { name: 'steward@hillside.example', password: 'correct horse battery' }
  return acceptInvitation(fourth.url, { code, ...login, displayName: 'Liu Fang' })
}

/** Four hospitals with data take most of a minute to start. */
const hasTime = process.env.ASSAY_PAGES !== undefined
const name = 'distributions, by clicking (long suite; needs chromium)'

describe.skipIf(!existsSync(chromiumPath) || !hasTime)(name, { timeout: 180_000 }, () => {
  const faults: string[] = []
  let browser: Browser
  let operator: Page
  let steward: Page
  const looksWell = async (page: Page, name: string) => expect.soft(await lookAt(page, name)).toEqual([])
  const proposalOf = async (one: Person) => {
    const [shown] = await one.get('/api/distributions', z.array(deskDistribution))
    return shown?.proposal ?? undefined
  }

  beforeAll(async () => {
    browser = await startBrowser()
    ;[operator, steward] = [await newPerson(browser, faults), await newPerson(browser, faults)]
    await logInByKeyboard(operator, joined.consortium.hub.url, joined.known.get('operator')!)
    await logInByKeyboard(steward, joined.consortium.hospitals[0]!.url, joined.known.get('hospital-1')!)
  })
  afterAll(() => browser?.close())

  it('the operator asks, and a steward reads what would leave and signs it', async () => {
    await goTo(operator, 'Distributions')
    for (const { name } of joined.consortium.hospitals) await operator.getByRole('checkbox', { name }).check()
    await operator.getByRole('checkbox', { name: 'Hillside Hospital' }).check()
    await looksWell(operator, 'distributions-ask')
    await operator.getByRole('button', { name: 'Ask the hospitals' }).click()
    await operator.getByText(/^0 of 4 hospitals have changed/).waitFor()
    await expect.poll(() => proposalOf(stewards[0]!), { timeout: 60_000 }).toBeDefined()
    await goTo(steward, 'Home')
    await steward.getByText('Read which counts would leave, and sign or decline').click()
    await steward.getByRole('heading', { name: 'What would leave this hospital' }).waitFor()
    await looksWell(steward, 'desk-distributions-asked')
    await steward.getByRole('button', { name: 'Sign and send' }).click()
    await steward.getByText('Nothing is known of the others yet.').waitFor()
  })

  it('when four have signed, each sees the three others together, and the reviewer sees what each let out', async () => {
    for (const other of stewards.slice(1)) {
      await expect.poll(() => proposalOf(other), { timeout: 60_000 }).toBeDefined()
      const { sha256 } = (await proposalOf(other))!
      await other.post('/api/distributions/ecg/sign', { sha256 }, z.unknown())
    }
    await steward.getByRole('heading', { name: 'Compared with 3 other hospitals' }).waitFor()
    await looksWell(steward, 'desk-distributions-compared')
    await operator.getByRole('heading', { name: /^Sampling frequency/ }).waitFor()
    await looksWell(operator, 'distributions-spread')
    const [seen] = await joined.cast.reviewer.get('/api/distributions', z.array(hubDistribution))
    expect(seen).toMatchObject({ epoch: 1, changed: 0 })
    await expect(joined.cast.vendor.get('/api/distributions', z.unknown())).rejects.toThrow('not-allowed')
    expect(faults).toEqual([])
  })

  it('a steward declines with a reason, which the operator reads', async () => {
    const hospitals = await joined.cast.operator.get('/api/hospitals', z.array(hospitalView))
    const request = { category: 'lung-ct', hospitals: [hospitals[0]!.id] }
    await joined.cast.operator.post('/api/distributions', request, z.object({ requestId: uuid }))
    await expect
      .poll(async () => (await stewards[0]!.get('/api/distributions', z.array(deskDistribution)))[1]?.proposal, {
        timeout: 60_000,
      })
      .toBeTruthy()
    await giveReason(steward, 'Decline', 'There are no CTs here.', 'Let nothing out')
    await operator.getByText(/There are no CTs here\./).waitFor()
    expect(faults).toEqual([])
  })
})
