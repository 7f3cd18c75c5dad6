import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import {
  type DeskDistribution,
  type DistributionReference,
  type DistributionRelease,
  type DsseEnvelope,
  type NodeStatus,
  payloadTypes,
  type QualityPassport,
} from '@assay/contracts'
import { distributionDefinition, readRuleSets } from '@assay/governance'
import { canonicalJson, createKey, type SigningKey, sign, verificationKey, verify } from '@assay/signing'
import { newId } from '@assay/store'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type FakeHub, startFakeHub } from '../../testing/fake-hub.ts'
import { type HospitalProcess, startHospitalProcess } from '../../testing/hospital-process.ts'
import { writePhantoms } from '../../testing/phantoms.ts'
import { firstSteward, type Steward } from '../../testing/steward.ts'
import { testFolder } from '../../testing/test-hospital.ts'
import { until } from '../../testing/until.ts'

const { folder, remove } = testFolder()
const definition = distributionDefinition('lung-ct', readRuleSets())!
const air = definition.axes.findIndex(({ name }) => name === 'air')
const requestId = newId(() => new Date(), randomBytes)
let hub: FakeHub
let node: HospitalProcess
let steward: Steward
let self: string

const start = async () => {
  node = await startHospitalProcess(folder)
  steward = await firstSteward(node.url, folder)
}
const killAndStartAgain = async () => {
  await node.kill()
  await start()
}

beforeAll(async () => {
  hub = await startFakeHub()
  await start()
  await steward.post('/enrolment', hub.invitation)
  self = (await steward.get<NodeStatus>('/node')).identity.id
})
afterAll(async () => {
  await node.stop()
  await hub.stop()
  remove()
})

async function takeIn(name: string, from: number, count: number): Promise<void> {
  writePhantoms(join(folder, 'exported', name), { from, count }, (study) => (study % 10 < 3 ? -1000 : -985))
  expect(await steward.takeIn(name, 'patients', 'lung-ct')).toMatchObject({ accepted: count })
}

const shown = async () => (await steward.get<DeskDistribution[]>('/distributions'))[0]
/** What waits, once it is about so many patients. */
const proposed = (sequence: number, patients: number) =>
  until('a proposal', async () => {
    const proposal = (await shown())?.proposal
    const counted = proposal?.cells[air]?.reduce((sum, cell) => sum + cell.patients, 0)
    return proposal?.payload.sequence === sequence && counted === patients ? proposal : undefined
  })
const released = (from: string) => hub.heard.filter((one) => one.type === 'distribution-released' && one.from === from)
const few = { kind: 'suppressed', below: 10 }

describe('distributions at a node', () => {
  test('nothing is prepared before the hub asks, and nothing leaves before a steward signs', async () => {
    await takeIn('first', 0, 40)
    expect(await steward.get('/distributions')).toEqual([])
    await hub.say(self, 'distribution-asked', { requestId, category: 'lung-ct', definition: definition.hash })
    const { payload, bytes, cells } = await proposed(1, 40)
    // Twelve of forty have air of about -1000 HU, the others of -985 HU: -1002 to -998 HU and -990 to -970 HU.
    expect(payload.quantities[air]!.cells).toEqual([
      ...[few, few, few, { kind: 'rounded', value: 10, to: 5 }],
      ...[few, few, { kind: 'rounded', value: 30, to: 5 }, few],
    ])
    expect(cells[air]!.map(({ patients }) => patients)).toEqual([0, 0, 0, 12, 0, 0, 28, 0])
    expect(payload).toMatchObject({ provenance: 'patients', policy: { id: 'catalogue' }, hospitalId: self })
    expect(bytes).toBe(canonicalJson(payload))
    expect(bytes).not.toContain('exact')
    expect(released(self)).toEqual([])
  })

  test('exactly what the steward read leaves, once, also when the node is killed', async () => {
    const { payload, sha256 } = await proposed(1, 40)
    const other = { sha256: '0'.repeat(64) }
    expect(await steward.refused('POST', '/distributions/lung-ct/sign', other)).toMatchObject({
      code: 'release-changed',
    })
    await steward.post('/distributions/lung-ct/sign', { sha256 })
    await killAndStartAgain()
    const { body } = await hub.hears('distribution-released')
    const { identity } = await steward.get<NodeStatus>('/node')
    const keys = [verificationKey(identity.publicKey)]
    expect(verify(body.release as DsseEnvelope, keys, payloadTypes.distribution).payload).toEqual(payload)
    expect(await shown()).toMatchObject({ state: 'sent', proposal: null, sent: { sequence: 1, sha256 } })
    expect(await steward.refused('POST', '/distributions/lung-ct/sign', { sha256 })).toMatchObject({
      code: 'state-conflict',
    })
  })

  test('a few patients more are no reason to ask again; a quarter more are, and few changes show in no cell', async () => {
    await takeIn('few', 40, 3)
    await takeIn('more', 43, 9)
    const { payload, cells } = await proposed(2, 52)
    const { 3: right, 6: wrong } = payload.quantities[air]!.cells
    expect(cells[air]![3]).toMatchObject({ patients: 17, reason: 'changed-too-little' })
    expect(right).toEqual({ kind: 'rounded', value: 10, to: 23 })
    expect(cells[air]![6]).toMatchObject({ patients: 35, reason: 'changed-too-little' })
    expect(wrong).toEqual({ kind: 'rounded', value: 30, to: 23 })
    const reason = 'The ethics committee meets next month.'
    await steward.post('/distributions/lung-ct/decline', { reason })
    await killAndStartAgain()
    expect((await hub.hears('distribution-declined')).body).toEqual({ requestId, reason })
    expect(await shown()).toMatchObject({ state: 'declined', reason, proposal: null, sent: { sequence: 1 } })
    expect(released(self)).toHaveLength(1)
  })

  test('a new study of everybody is asked about again, and can be let out after a refusal', async () => {
    await takeIn('many', 60, 40)
    const { payload, sha256 } = await proposed(2, 92)
    expect(payload.quantities[air]!.cells[6]).toEqual({ kind: 'rounded', value: 65, to: 5 })
    await steward.post('/distributions/lung-ct/sign', { sha256 })
    await until('the second release', () => (released(self).length === 2 ? true : undefined))
    expect(await shown()).toMatchObject({ state: 'sent', sent: { sequence: 2 } })
  })
})

/** What others have, as the hub of the test says it: air of -985 HU and hardly any other, unless changed. */
async function tell(changes: Partial<DistributionReference> = {}, key: SigningKey = hub.key): Promise<void> {
  const counts = definition.axes.map((axis) => ('edges' in axis ? axis.edges : axis.values).map(() => 0).concat(0))
  counts[air]![6] = 400
  const reference: DistributionReference = {
    schema: 'assay.distribution-reference/1',
    requestId,
    hubId: hub.identity.id,
    recipient: self,
    epoch: 1,
    category: 'lung-ct',
    definition: definition.hash,
    hospitals: 3,
    at: new Date().toISOString(),
    quantities: definition.axes.map((axis, i) => ({
      axis,
      cells: counts[i]!.map((count) => ({ lower: count, upper: count + 2 })),
    })),
    ...changes,
  }
  const body = { requestId, reference: sign(reference, payloadTypes.distributionReference, key) }
  await hub.say(self, 'distribution-reference', body)
}

const refusedAs = async (code: string, after: number) =>
  until(code, () => (hub.refused.length > after && hub.refused.at(-1)?.code === code ? true : undefined))

describe('what a hub says of the others', () => {
  test.each([
    ['forged', 'signature-invalid', {}, createKey(randomBytes)],
    ['of another hub', 'protocol-mismatch', { hubId: requestId }, undefined],
    ['for another hospital', 'message-misdirected', { recipient: requestId }, undefined],
    ['of another definition', 'protocol-mismatch', { definition: '0'.repeat(64) }, undefined],
    ['of two hospitals', 'envelope-invalid', { hospitals: 2 }, undefined],
    [
      'of other cells',
      'distribution-impossible',
      { quantities: [{ axis: definition.axes[0]!, cells: [] }] },
      undefined,
    ],
  ] as const)('is refused when it is %s', async (_, code, changes, key) => {
    const after = hub.refused.length
    await tell(changes as Partial<DistributionReference>, key)
    await refusedAs(code, after)
    expect((await shown())?.comparison).toBeNull()
  })

  test('is compared with the hospital’s own, and stands in the passport of the category', async () => {
    await tell({ epoch: 2 })
    const comparison = await until('the comparison', async () => (await shown())?.comparison ?? undefined)
    const compared = comparison.quantities[air]!
    expect(comparison).toMatchObject({ hospitals: 3, epoch: 2 })
    expect(compared.own).toEqual([0, 0, 0, 29, 0, 0, 63, 0])
    // 29 of 92 have what the others have at most twice in 402.
    expect(compared.distance!.least).toBeCloseTo(29 / 92 - 2 / 402, 12)
    const passport = await steward.get<QualityPassport>('/categories/lung-ct/passport.json')
    const outcome = passport.outcomes.find(({ check }) => check === 'distribution-alike')!
    expect(outcome.findings).toContainEqual(
      expect.objectContaining({ code: 'distribution-apart', parameters: { feature: 'air' } }),
    )
    expect(outcome.measurements.map(({ name }) => name)).toContain('distance-least-air')
  })

  test('is refused when it is not newer, and what is known stays', async () => {
    for (const epoch of [1, 2]) {
      const after = hub.refused.length
      await tell({ epoch })
      await refusedAs('distribution-outdated', after)
    }
    await killAndStartAgain()
    expect((await shown())?.comparison).toMatchObject({ epoch: 2 })
    await tell({ epoch: 3, hospitals: 4 })
    await until('the newer one', async () => ((await shown())?.comparison?.hospitals === 4 ? true : undefined))
  })

  test('nothing is let out in other cells than the rules here declare', async () => {
    const other = newId(() => new Date(), randomBytes)
    await hub.say(self, 'distribution-asked', { requestId: other, category: 'lung-ct', definition: 'f'.repeat(64) })
    const declined = await until('the refusal', async () => {
      const one = await shown()
      return one?.requestId === other && one.state === 'declined' ? one : undefined
    })
    expect(declined).toMatchObject({ reason: 'distribution-definition-differs', proposal: null })
    const { release } = released(self).at(-1)!.body as { release: DsseEnvelope }
    const { identity } = await steward.get<NodeStatus>('/node')
    const { payload } = verify(release, [verificationKey(identity.publicKey)], payloadTypes.distribution)
    expect((payload as DistributionRelease).sequence).toBe(2)
  })
})
