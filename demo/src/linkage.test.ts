import { randomBytes } from 'node:crypto'
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { type Credentials, type DeskLinkage, deskLinkage, hospitalView, hubLinkage, uuid } from '@assay/contracts'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { z } from 'zod'
import { type Cast, gatherCast } from './people/consortium-people.ts'
import { inviteHospital } from './people/operator.ts'
import { joinHub, takeIn } from './people/steward.ts'
import { type FreshConsortium, startFreshConsortium } from './testing/consortium-programs.ts'
import { newDirectory, removeDirectory } from './testing/demonstration-process.ts'

const directory = newDirectory()
let consortium: FreshConsortium
let cast: Cast

beforeAll(async () => {
  consortium = await startFreshConsortium(directory, 4)
  const known = new Map<string, Credentials>()
  const logins = { find: (key: string) => known.get(key), keep: (key: string, one: Credentials) => known.set(key, one) }
  cast = await gatherCast(consortium.hub, consortium.hospitals, logins, randomBytes)
  for (const { key, name } of consortium.hospitals)
    await joinHub(cast.stewards.get(key)!, () => inviteHospital(cast.operator, name))
})

afterAll(async () => {
  await consortium.stop()
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
  for (const hospital of consortium.hospitals) {
    identify(hospital, join(consortium.intakeOf(hospital), 'round-1'))
    const run = await takeIn(cast.stewards.get(hospital.key)!, 'round-1', 'ecg', 'synthetic')
    expect(run).toMatchObject({ quarantined: 0 })
  }
  const hospitals = await cast.operator.get('/api/hospitals', z.array(hospitalView))
  const request = { subject: 'patients', hospitals: hospitals.map(({ id }) => id) }
  const { roundId } = await cast.operator.post('/api/linkages', request, z.object({ roundId: uuid }))
  for (const { key } of consortium.hospitals) {
    const asked = await reaches(key, roundId, 'asked')
    expect(asked.members).toHaveLength(3)
    const steward = cast.stewards.get(key)!
    const other = steward.post(`/api/linkages/${roundId}/join`, { membersHash: '0'.repeat(64) }, z.unknown())
    await expect(other).rejects.toThrow('linkage-members-differ')
    await steward.post(`/api/linkages/${roundId}/join`, { membersHash: asked.membersHash }, z.unknown())
  }
  const shared = await Promise.all(
    consortium.hospitals.map(async ({ key }) => (await reaches(key, roundId, 'found')).shared),
  )
  expect(shared).toEqual([2, 2, 3])
  for (const member of [consortium.hub, ...consortium.hospitals])
    expect(filesWith(member.directory, '110105')).toEqual([])
  const [round] = await cast.operator.get('/api/linkages', z.array(hubLinkage))
  expect(round).toMatchObject({ state: 'compared', members: [{ state: 'sent' }, { state: 'sent' }, { state: 'sent' }] })
})

it('ends for all when one steward declines, with the reason', { timeout: 60_000 }, async () => {
  const hospitals = await cast.operator.get('/api/hospitals', z.array(hospitalView))
  const request = { subject: 'patients', hospitals: hospitals.map(({ id }) => id) }
  const { roundId } = await cast.operator.post('/api/linkages', request, z.object({ roundId: uuid }))
  const [first, second] = consortium.hospitals.map(({ key }) => key) as [string, string]
  await reaches(first, roundId, 'asked')
  const reason = 'The ethics committee has not agreed.'
  await cast.stewards.get(first)!.post(`/api/linkages/${roundId}/decline`, { reason }, z.unknown())
  expect(await reaches(second, roundId, 'ended')).toMatchObject({ reason, shared: null })
  const one = { subject: 'patients', hospitals: [hospitals[0]!.id] }
  await expect(cast.operator.post('/api/linkages', one, z.unknown())).rejects.toThrow('linkage-too-few')
})

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
    const rounds = await cast.stewards.get(key)!.get('/api/linkages', z.array(deskLinkage))
    const found = rounds.find((round) => round.roundId === roundId)
    if (found?.state === state) return found
    await wait(200)
  }
}
