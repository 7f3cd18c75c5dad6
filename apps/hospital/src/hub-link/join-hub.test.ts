import type { NodeStatus } from '@assay/contracts'
import { describe, expect, test } from 'vitest'
import { fakeHubForTests } from '../testing/fake-hub.ts'
import { desk } from '../testing/steward.ts'
import { hospitalForTests } from '../testing/test-hospital.ts'
import { until } from '../testing/until.ts'

const hub = await fakeHubForTests()
const hospital = await hospitalForTests({ executor: 'none' })

describe('joining a hub', () => {
  test('is for stewards', async () => {
    const refusal = await desk(hospital.url).refused('POST', '/enrolment', hub.invitation)
    expect(refusal).toMatchObject({ status: 401, code: 'not-logged-in' })
  })

  test('stops before the hub learns anything where its key is not the one that its operator gave', async () => {
    const wrong = { ...hub.invitation, hubKeyId: '0'.repeat(64) }
    const refusal = await hospital.steward.refused('POST', '/enrolment', wrong)
    expect(refusal).toMatchObject({ status: 403, code: 'hub-key-differs', parameters: { found: hub.identity.keyId } })
    expect(hub.hospitals.size).toBe(0)
  })

  test('says that nobody answers, and passes on what the hub says', async () => {
    const nowhere = { ...hub.invitation, hubUrl: 'http://127.0.0.1:9' }
    expect(await hospital.steward.refused('POST', '/enrolment', nowhere)).toMatchObject({
      status: 502,
      code: 'hub-unreachable',
    })
    const unknown = { ...hub.invitation, code: 'another-code-that-nobody-made' }
    expect(await hospital.steward.refused('POST', '/enrolment', unknown)).toMatchObject({ code: 'invitation-invalid' })
    expect((await hospital.steward.get<NodeStatus>('/node')).hub).toBeNull()
  })

  test('pins the hub, once', async () => {
    const status = await hospital.steward.post<NodeStatus>('/enrolment', hub.invitation)
    expect(status.hub).toMatchObject({ id: hub.identity.id, keyId: hub.identity.keyId, url: hub.url })
    expect(status).toMatchObject({ isolation: 'none', demonstration: false, outboxWaiting: 0 })
    expect(hub.hospitals.get(hospital.identity.id)).toBe(hospital.identity.keyId)
    expect(await hospital.steward.refused('POST', '/enrolment', hub.invitation)).toMatchObject({
      status: 409,
      code: 'state-conflict',
    })
  })

  test('keeps in touch from then on', async () => {
    const heard = await until('word of the hub', async () => {
      await hub.say(hospital.identity.id, 'report-issued', {
        evaluationId: hub.identity.id,
        reportHash: '0'.repeat(64),
      })
      return (await hospital.steward.get<NodeStatus>('/node')).hub?.lastHeardAt ?? undefined
    })
    expect(Date.parse(heard)).toBeGreaterThan(Date.now() - 60_000)
  })
})
