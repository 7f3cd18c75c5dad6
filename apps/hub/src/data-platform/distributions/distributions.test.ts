import { randomBytes } from 'node:crypto'
import {
  cellsOfAxis,
  type DistributionRelease,
  type HubDistribution,
  payloadTypes,
  type ReleasedCount,
} from '@assay/contracts'
import { distributionDefinition, readRuleSets } from '@assay/governance'
import { freePort } from '@assay/http/testing'
import { createKey, sign } from '@assay/signing'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type FakeHospital, joinHospital, until } from '../../testing/fake-hospital.ts'
import { type HubProcess, startHubProcess } from '../../testing/hub-process.ts'
import { firstOperator, invited, type TestPerson } from '../../testing/people.ts'
import { testFolder } from '../../testing/test-consortium.ts'

const { folder, remove } = testFolder()
const definition = distributionDefinition('ecg', readRuleSets())!
const sex = definition.axes.findIndex(({ name }) => name === 'sex')
const port = await freePort()
let hub: HubProcess
let hubId: string
let operator: TestPerson
let vendor: TestPerson
let hospitals: FakeHospital[]
let requestId: string

beforeAll(async () => {
  hub = await startHubProcess(folder, port)
  operator = await firstOperator(hub.url, folder)
  vendor = await invited(hub.url, operator, 'vendor', 'Example Vendor', 'vendor')
  hubId = (await operator.ask<{ id: string }>('GET', '/identity')).id
  hospitals = []
  for (const name of ['Northgate', 'Riverside', 'Harbour', 'Hillside', 'Lakeside'])
    hospitals.push(await joinHospital(await operator.ask('POST', '/hospitals/invitations', { name }), name))
})
afterAll(async () => {
  for (const hospital of hospitals) await hospital.stop()
  await hub.stop()
  remove()
})

/** A release in which so many women and men stand behind the shares, and nothing is known of the rest. */
function releaseOf(
  hospital: FakeHospital,
  { sequence = 1, women = 20, changes = {} }: { sequence?: number; women?: number; changes?: object } = {},
): DistributionRelease {
  const few: ReleasedCount = { kind: 'suppressed', below: 10 }
  const counted: ReleasedCount = { kind: 'rounded', value: women, to: 5 }
  return {
    schema: 'assay.distribution-release/1',
    requestId,
    hospitalId: hospital.id,
    recipient: hubId,
    sequence,
    purpose: 'distribution-reference',
    category: 'ecg',
    definition: definition.hash,
    provenance: 'patients',
    policy: { id: 'catalogue', version: 1, hash: '0'.repeat(64) },
    quantities: definition.axes.map((axis, i) => ({
      axis,
      cells: Array.from({ length: cellsOfAxis(axis) }, (_, cell) => (i === sex && cell === 0 ? counted : few)),
    })),
    ...changes,
  }
}

const send = (hospital: FakeHospital, release: DistributionRelease, key = hospital.key) =>
  hospital.send('distribution-released', { requestId, release: sign(release, payloadTypes.distribution, key) })
const listed = async () => (await operator.ask<HubDistribution[]>('GET', '/distributions'))[0]!
const has = (count: number) =>
  until(async () => {
    const { hospitals: members } = await listed()
    return members.filter(({ state }) => state === 'sent').length === count || undefined
  })

describe('distributions at the hub', () => {
  test('the operator asks each hospital once; vendors see nothing', async () => {
    const all = hospitals.map(({ id }) => id)
    const body = { category: 'ecg', hospitals: all.slice(0, 4) }
    requestId = (await operator.ask<{ requestId: string }>('POST', '/distributions', body)).requestId
    await hospitals[0]!.hears('distribution-asked')
    await expect(operator.ask('POST', '/distributions', body)).rejects.toThrow('distribution-asked-already')
    await operator.ask('POST', '/distributions', { category: 'ecg', hospitals: all })
    await hospitals[4]!.hears('distribution-asked')
    await expect(operator.ask('POST', '/distributions', { ...body, category: 'knee' })).rejects.toThrow('not-found')
    await expect(vendor.ask('GET', '/distributions')).rejects.toThrow('not-allowed')
  })

  test.each([
    ['signed by another', 'signature-invalid', {}],
    ['for another hub', 'message-misdirected', { recipient: '019a0000-0000-7000-8000-000000000000' }],
    ['of another hospital', 'protocol-mismatch', { hospitalId: '019a0000-0000-7000-8000-000000000000' }],
    ['of another category', 'protocol-mismatch', { category: 'lung-ct' }],
    ['of other cells', 'distribution-definition-differs', { definition: 'f'.repeat(64) }],
    ['exact, of patients', 'distribution-impossible', 'exact'],
    ['negative', 'envelope-invalid', 'negative'],
  ] as const)('a release is refused when it is %s', async (_, code, wish) => {
    const hospital = hospitals[0]!
    const made = releaseOf(hospital, { changes: typeof wish === 'object' ? wish : {} })
    if (wish === 'exact') made.quantities[sex]!.cells[0] = { kind: 'exact', value: 3 }
    if (wish === 'negative') made.quantities[sex]!.cells[0] = { kind: 'rounded', value: -5, to: 5 }
    const before = hospital.refused.length
    await send(hospital, made, code === 'signature-invalid' ? createKey(randomBytes) : hospital.key)
    await until(() => hospital.refused.length > before || undefined)
    expect(hospital.refused.at(-1)).toEqual({ type: 'distribution-released', code })
    expect((await listed()).hospitals[0]!.state).toBe('asked')
  })

  test('three hospitals are told nothing; with the fourth each is told of the three others, also when the hub is killed', async () => {
    for (const hospital of hospitals.slice(0, 3)) await send(hospital, releaseOf(hospital))
    await has(3)
    expect(await listed()).toMatchObject({ epoch: 0, changed: 3, needed: 4 })
    await send(hospitals[3]!, releaseOf(hospitals[3]!, { women: 100 }))
    await has(4)
    await hub.kill()
    hub = await startHubProcess(folder, port)
    for (const hospital of hospitals.slice(0, 4)) await hospital.hears('distribution-reference')
    const told = hospitals.map(({ references }) => references.map(({ quantities }) => quantities[sex]!.cells[0]))
    const of = (sum: number) => [{ lower: sum - 7.5, upper: sum + 7.5 }]
    expect(told).toEqual([of(140), of(140), of(140), of(60), []])
    expect(hospitals[0]!.references[0]).toMatchObject({ recipient: hospitals[0]!.id, hospitals: 3, epoch: 1 })
    expect(hospitals[0]!.references[0]!.quantities[sex]!.cells[1]).toEqual({ lower: 0, upper: 27 })
  })

  test('one that joins, or a few that renew, change nothing that is told, until four have', async () => {
    await send(hospitals[4]!, releaseOf(hospitals[4]!))
    for (const hospital of hospitals.slice(0, 2)) await send(hospital, releaseOf(hospital, { sequence: 2, women: 30 }))
    await until(async () => (await listed()).changed === 3 || undefined)
    expect((await listed()).epoch).toBe(1)
    await send(hospitals[2]!, releaseOf(hospitals[2]!, { sequence: 2, women: 30 }))
    await until(() => hospitals[4]!.references.length === 1 || undefined)
    expect(hospitals[4]!.references[0]).toMatchObject({ epoch: 2, hospitals: 4 })
    expect(hospitals[4]!.references[0]!.quantities[sex]!.cells[0]).toEqual({ lower: 180, upper: 200 })
  })

  test('an older release does not come back, and a refusal leaves what was let out before', async () => {
    const hospital = hospitals[0]!
    const before = hospital.refused.length
    await send(hospital, releaseOf(hospital, { sequence: 2 }))
    await until(() => hospital.refused.length > before || undefined)
    expect(hospital.refused.at(-1)).toMatchObject({ code: 'message-reused' })
    const reason = 'Not this year.'
    await hospital.send('distribution-declined', { requestId, reason })
    const declined = await until(async () => {
      const { hospitals: members } = await listed()
      return members.find(({ hospitalId, state }) => hospitalId === hospital.id && state === 'declined')
    })
    expect(declined).toMatchObject({ reason })
    expect(declined.quantities![sex]![0]).toMatchObject({ value: 30 })
  })
})
