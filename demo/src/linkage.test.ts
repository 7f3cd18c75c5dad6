import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import process from 'node:process'
import { setTimeout as wait } from 'node:timers/promises'
import { type DeskLinkage, deskLinkage, hospitalView, hubLinkage, studyPage, studyView, uuid } from '@assay/contracts'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { takeIn } from './people/steward.ts'
import { giveReason, goTo, logInByKeyboard } from './testing/acts-in-browser.ts'
import { chromiumPath, lookAt, newPerson, startBrowser } from './testing/browser.ts'
import { newDirectory, removeDirectory } from './testing/demonstration-process.ts'
import { type JoinedConsortium, startJoinedConsortium } from './testing/joined-consortium.ts'

const directory = newDirectory()
let joined: JoinedConsortium

beforeAll(async () => {
  joined = await startJoinedConsortium(directory, 4)
})

afterAll(async () => {
  await joined.consortium.stop()
  removeDirectory(directory)
})

/** Each hospital knows its patients by other pseudonyms; these numbers they share. */
const numbers = {
  'hospital-1': ['11010519491231002X', '440524188001010014', 'Harbour:3'],
  'hospital-2': [' 110105 19491231 002x', 'Harbour:4', 'Harbour:5'],
  'hospital-3': ['110105491231002', 'Harbour:5', '440524188001010014', 'Harbour:6'],
}

function identify(hospital: { key: string }, folder: string): void {
  const table = join(folder, 'patients.tsv')
  const own = numbers[hospital.key as keyof typeof numbers]
  const patients = new Map<string, string>()
  const rows = readFileSync(table, 'utf8').trim().split('\n')
  const identified = rows.map((row) => {
    const patient = row.split('\t')[1]!
    if (!patients.has(patient)) patients.set(patient, own[patients.size] ?? '')
    const number = patients.get(patient)!
    return number === '' ? row : `${row}\t${number.includes(':') ? number : `resident-identity:${number}`}`
  })
  writeFileSync(table, `${identified.join('\n')}\n`)
}

it('hospitals find the patients that they share, and the hub and the others learn no number', {
  timeout: 180_000,
}, async () => {
  for (const hospital of joined.consortium.hospitals) {
    identify(hospital, join(joined.consortium.intakeOf(hospital), 'round-1'))
    const run = await takeIn(joined.cast.stewards.get(hospital.key)!, 'round-1', 'ecg', 'synthetic')
    expect(run).toMatchObject({ quarantined: 0 })
  }
  const hospitals = await joined.cast.operator.get('/api/hospitals', z.array(hospitalView))
  const request = { subject: 'patients', hospitals: hospitals.map(({ id }) => id) }
  const { roundId } = await joined.cast.operator.post('/api/linkages', request, z.object({ roundId: uuid }))
  for (const { key } of joined.consortium.hospitals) {
    const asked = await reaches(key, roundId, 'asked')
    expect(asked.members).toHaveLength(3)
    const steward = joined.cast.stewards.get(key)!
    const other = steward.post(`/api/linkages/${roundId}/join`, { membersHash: '0'.repeat(64) }, z.unknown())
    await expect(other).rejects.toThrow('linkage-members-differ')
    await steward.post(`/api/linkages/${roundId}/join`, { membersHash: asked.membersHash }, z.unknown())
  }
  const shared = await Promise.all(
    joined.consortium.hospitals.map(async ({ key }) => (await reaches(key, roundId, 'found')).shared),
  )
  expect(shared).toEqual([2, 2, 3])
  await saysSo('hospital-1', roundId)
  for (const member of [joined.consortium.hub, ...joined.consortium.hospitals])
    expect(filesWith(member.directory, '110105')).toEqual([])
  const [round] = await joined.cast.operator.get('/api/linkages', z.array(hubLinkage))
  expect(round).toMatchObject({ state: 'compared', members: [{ state: 'sent' }, { state: 'sent' }, { state: 'sent' }] })
})

it('ends for all when one steward declines, with the reason', async () => {
  const hospitals = await joined.cast.operator.get('/api/hospitals', z.array(hospitalView))
  const request = { subject: 'patients', hospitals: hospitals.map(({ id }) => id) }
  const { roundId } = await joined.cast.operator.post('/api/linkages', request, z.object({ roundId: uuid }))
  const [first, second] = joined.consortium.hospitals.map(({ key }) => key) as [string, string]
  await reaches(first, roundId, 'asked')
  const reason = 'The ethics committee has not agreed.'
  await joined.cast.stewards.get(first)!.post(`/api/linkages/${roundId}/decline`, { reason }, z.unknown())
  expect(await reaches(second, roundId, 'ended')).toMatchObject({ reason, shared: null })
  const one = { subject: 'patients', hospitals: [hospitals[0]!.id] }
  await expect(joined.cast.operator.post('/api/linkages', one, z.unknown())).rejects.toThrow('linkage-too-few')
})

const hasTime = process.env.ASSAY_PAGES !== undefined
const byClicking = 'linkage, by clicking (long suite; needs chromium)'

describe.skipIf(!existsSync(chromiumPath) || !hasTime)(byClicking, { timeout: 180_000 }, () => {
  const faults: string[] = []
  let browser: Browser
  let operator: Page
  let steward: Page
  const looksWell = async (page: Page, name: string) => expect.soft(await lookAt(page, name)).toEqual([])

  beforeAll(async () => {
    browser = await startBrowser()
    ;[operator, steward] = [await newPerson(browser, faults), await newPerson(browser, faults)]
    await logInByKeyboard(operator, joined.consortium.hub.url, joined.known.get('operator')!)
    await logInByKeyboard(steward, joined.consortium.hospitals[0]!.url, joined.known.get('hospital-1')!)
  })
  afterAll(() => browser?.close())

  it('the operator asks, a steward reads what it means and joins, and sees how many are shared', async () => {
    await goTo(operator, 'Linkage')
    for (const { name } of joined.consortium.hospitals) await operator.getByRole('checkbox', { name }).check()
    await looksWell(operator, 'linkage-start')
    await operator.getByRole('button', { name: 'Ask the hospitals' }).click()
    await operator.getByText(/^Waits for: /).waitFor()
    const { roundId } = await newestRound()
    await goTo(steward, 'Home')
    await steward.getByText('Decide on a request to link patients or images').click()
    await steward.getByRole('heading', { name: 'What nobody can learn' }).waitFor()
    await looksWell(steward, 'desk-linkage-asked')
    await steward.getByRole('button', { name: 'I have compared the keys: join' }).click()
    await steward.getByText('Joined; waits for the other hospitals').waitFor()
    for (const { key } of joined.consortium.hospitals.slice(1)) {
      const { membersHash } = await reaches(key, roundId, 'asked')
      await joined.cast.stewards.get(key)!.post(`/api/linkages/${roundId}/join`, { membersHash }, z.unknown())
    }
    // The first of the two rounds of the tests before says the same already.
    await steward.getByText('2 of 3 patients are known at other hospitals, too').nth(1).waitFor()
    await looksWell(steward, 'desk-linkage-found')
    await operator
      .getByText(/have been told which of their own are shared/)
      .nth(1)
      .waitFor()
    await looksWell(operator, 'linkage')
    await steward.getByRole('link', { name: 'See these studies' }).first().click()
    await steward.getByText('Only what other hospitals have, too, as a linkage found.').waitFor()
  })

  it('the operator ends a round, and the steward reads why', async () => {
    await goTo(operator, 'Linkage')
    for (const { name } of joined.consortium.hospitals.slice(0, 2))
      await operator.getByRole('checkbox', { name }).check()
    await operator.getByLabel('What is compared').selectOption({ label: 'Shared images' })
    await operator.getByRole('button', { name: 'Ask the hospitals' }).click()
    // Until then the button may be that of the round before, which has ended meanwhile.
    await operator.getByRole('heading', { name: 'Shared images' }).waitFor()
    await giveReason(operator, 'End it', 'The wrong hospitals were asked.', 'End the linkage')
    await operator.getByText('The wrong hospitals were asked.').waitFor()
    await goTo(steward, 'Linkage')
    await steward.getByText('The wrong hospitals were asked.').waitFor()
    expect(faults).toEqual([])
  })

  const newestRound = async () => (await joined.cast.operator.get('/api/linkages', z.array(hubLinkage)))[0]!
})

/** The passports of the studies that a round is about say so. */
async function saysSo(key: string, roundId: string): Promise<void> {
  const steward = joined.cast.stewards.get(key)!
  const { studies } = await steward.get(`/api/studies?linkage=${roundId}`, studyPage)
  expect(studies).toHaveLength(2)
  for (const { id } of studies)
    await expect
      .poll(async () => {
        const { passport } = await steward.get(`/api/studies/${id}`, studyView)
        return passport?.outcomes.filter(({ check, found }) => check === 'patient-at-one-hospital' && found > 0).length
      })
      .toBe(1)
}

/** Files below a folder that hold a number in clear, in any database page, log or message. */
function filesWith(folder: string, number: string): string[] {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile())
  const paths = files.map((entry) => join(entry.parentPath, entry.name))
  return paths.filter(
    (path) => readFileSync(path).includes(`${number}1949`) || readFileSync(path).includes(`${number}4912`),
  )
}

async function reaches(key: string, roundId: string, state: DeskLinkage['state']): Promise<DeskLinkage> {
  for (;;) {
    const rounds = await joined.cast.stewards.get(key)!.get('/api/linkages', z.array(deskLinkage))
    const found = rounds.find((round) => round.roundId === roundId)
    if (found?.state === state) return found
    await wait(200)
  }
}
