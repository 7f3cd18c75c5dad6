import { randomBytes } from 'node:crypto'
import { type Protocol, payloadTypes } from '@assay/contracts'
import { createKey, type SigningKey, sha256, sha256OfJson, sign } from '@assay/signing'
import { describe, expect, test } from 'vitest'
import { sceneForTests } from '../testing/scene.ts'
import { until } from '../testing/until.ts'

const scene = await sceneForTests({ patients: 1 })
const locked = await scene.asked()

/** Asks with a protocol that was signed by a key under a hash; gives the code of the node's refusal. */
async function refusalOf(
  protocol: object,
  { key = scene.hub.key, hash = sha256OfJson(protocol) }: { key?: SigningKey; hash?: string } = {},
): Promise<string> {
  const { hub, hospital } = scene
  const before = hub.refused.length
  const { evaluationId } = protocol as Protocol
  const body = { evaluationId, protocolHash: hash, protocol: sign(protocol, payloadTypes.protocol, key) }
  await hub.say(hospital.identity.id, 'evaluation-asked', body)
  const refused = await until('a refusal', () => hub.refused[before])
  expect(refused.type).toBe('evaluation-asked')
  return refused.code
}

const other = '01890a5d-ac96-774b-bcce-b302099a8057'
const atPlace = (changes: object) => ({ hospitals: [{ ...locked.hospitals[0]!, ...changes }] })

describe("the hub's question", () => {
  test('comes to the steward with the locked protocol', async () => {
    const view = await scene.hospital.steward.view(locked.evaluationId)
    expect(view).toMatchObject({ state: 'asked', blockedBy: null, earlierUses: [], conduct: null, reason: null })
    expect(view).toMatchObject({ protocol: locked, protocolHash: sha256OfJson(locked), casesDone: 0, casesTotal: 1 })
  })

  test('is refused where the protocol is not signed by the hub, or is another than its hash says', async () => {
    const fresh = { ...locked, evaluationId: other }
    expect(await refusalOf(fresh, { key: createKey(randomBytes) })).toMatch(/^signature-invalid|^signer-unknown/)
    expect(await refusalOf(fresh, { hash: sha256('another') })).toBe('protocol-mismatch')
  })

  test('is refused where it is not about a set that was sealed here', async () => {
    for (const changes of [{ hospitalId: other }, { testSetId: other }, { manifestHash: sha256('another') }])
      expect(await refusalOf({ ...locked, evaluationId: other, ...atPlace(changes) })).toBe('protocol-mismatch')
    const ofPatients = { ...locked, evaluationId: other, ...atPlace({ provenance: 'patients' }) }
    expect(await refusalOf(ofPatients)).toBe('protocol-mismatch')
    expect(await refusalOf({ ...locked, evaluationId: other, task: 'rhythm' })).toBe('protocol-mismatch')
  })

  test('is refused where the protocol fails its schema, or was asked about before', async () => {
    expect(await refusalOf({ ...locked, evaluationId: other, endpoints: [] })).toBe('protocol-invalid')
    expect(await refusalOf(locked)).toBe('state-conflict')
  })

  test('does not keep the next one away', async () => {
    const next = await scene.asked()
    expect((await scene.hospital.steward.view(next.evaluationId)).state).toBe('asked')
  })

  test('tells beforehand what stands in the way, and approving it is refused for that', async () => {
    const { steward } = scene.hospital
    const device = { ...locked.device, packageDigest: sha256('another device') }
    const foreign = await scene.asked({ device })
    const blocked = { code: 'isolation-unavailable', parameters: { reason: 'isolation was not wanted' } }
    expect((await steward.view(foreign.evaluationId)).blockedBy).toEqual(blocked)
    expect(await steward.refused('POST', `/evaluations/${foreign.evaluationId}/approve`)).toMatchObject({
      status: 409,
      ...blocked,
    })
    const endpoints = locked.endpoints.map((endpoint) => ({ ...endpoint, version: 999 }))
    const newer = await scene.asked({ endpoints })
    const code = 'protocol-invalid'
    expect((await steward.view(newer.evaluationId)).blockedBy).toMatchObject({ code })
    expect(await steward.refused('POST', `/evaluations/${newer.evaluationId}/approve`)).toMatchObject({ code })
    expect((await steward.view(newer.evaluationId)).state).toBe('asked')
  })
})
