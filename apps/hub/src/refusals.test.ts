import { randomBytes } from 'node:crypto'
import { type EvaluationView, payloadTypes } from '@assay/contracts'
import { createKey, sha256, sha256OfJson, sign } from '@assay/signing'
import { newId } from '@assay/store'
import { describe, expect, test } from 'vitest'
import { until } from './testing/fake-hospital.ts'
import { consortiumForTests } from './testing/test-consortium.ts'

const { hub, consortium } = await consortiumForTests()

const supervision = {
  office: 'Engineer, radiology',
  place: 'Reading room 2',
  deviceVersion: '2.4.1',
  versionReadFrom: 'About',
  startedAt: '2026-11-23T11:30:00.000Z',
  endedAt: '2026-11-23T11:34:00.000Z',
  how: 'Unplugged.',
  inputsHeldBy: 'The engineer',
  recordHash: sha256('record'),
  archiveHash: sha256('archive'),
}

const newUuid = () => newId(() => new Date(), randomBytes)

describe('what a hospital sends is refused', () => {
  test('replayed, expired, too early, with another key, for somebody else, or from a stranger', async () => {
    const [hospital] = consortium.hospitals
    const { post, testSet } = hospital!
    const body = { ...testSet, testSetId: newUuid() }
    const header = { id: newUuid(), type: 'test-set-announced', body }
    expect(await post(header)).toEqual({ status: 200 })
    expect(await post(header)).toEqual({ status: 200 })
    expect(await post({ ...header, body: testSet })).toEqual({ status: 200, code: 'message-reused' })
    const sets = await consortium.vendor.ask<{ testSets: unknown[] }[]>('GET', '/hospitals')
    expect(sets.flatMap(({ testSets }) => testSets)).toHaveLength(4)
    const at = (minutes: number) => new Date(Date.now() + minutes * 60_000).toISOString()
    const fresh = () => ({ ...header, id: newUuid() })
    const expired = await post({ ...fresh(), issuedAt: at(-90), expiresAt: at(-30) })
    expect(expired).toEqual({ status: 403, code: 'message-expired' })
    const early = await post({ ...fresh(), issuedAt: at(30), expiresAt: at(60) })
    expect(early).toEqual({ status: 403, code: 'message-expired' })
    expect(await post(fresh(), createKey(randomBytes))).toEqual({ status: 403, code: 'signature-invalid' })
    expect(await post({ ...fresh(), to: newUuid() })).toEqual({ status: 403, code: 'message-misdirected' })
    expect(await post({ ...fresh(), from: newUuid() })).toEqual({ status: 403, code: 'signer-unknown' })
    expect(await post({ ...fresh(), type: 'gossip' })).toEqual({ status: 200, code: 'message-type-unknown' })
  })

  test('a sealed set announced again with other content', async () => {
    const [hospital] = consortium.hospitals
    const body = { ...hospital!.testSet, manifestHash: sha256('other') }
    const answer = await hospital!.post({ type: 'test-set-announced', body })
    expect(answer).toEqual({ status: 200, code: 'state-conflict' })
  })

  test('an approval or a release of another protocol, device, set, recipient or key; a second one', async () => {
    const id = await consortium.lock()
    const [first, ...others] = consortium.hospitals
    const locked = await first!.asked(id)
    const other = sha256('other')
    await first!.approve(locked, { deviceDigest: other })
    await first!.approve(locked, { manifestHash: other })
    await first!.approve(locked, { protocolHash: other })
    await first!.approve(locked, { hospitalId: others[0]!.id })
    const forged = sign({}, payloadTypes.approval, createKey(randomBytes))
    const protocolHash = sha256OfJson(locked)
    await first!.send('evaluation-approved', { evaluationId: id, protocolHash, approval: forged })
    await first!.send('release-signed', { evaluationId: id, release: forged })
    await until(() => (first!.refused.length === 6 ? true : undefined))
    expect(first!.refused.splice(0).map(({ code }) => code)).toEqual([
      ...['protocol-mismatch', 'protocol-mismatch', 'protocol-mismatch', 'protocol-mismatch', 'signature-invalid'],
      'state-conflict',
    ])
    await consortium.approveAll(id)
    await first!.send('run-scored', { evaluationId: id })
    const released = first!.releaseFor(locked).endpoints
    const tries = [
      { recipient: newUuid() },
      { protocolHash: other },
      { deviceDigest: other },
      { manifestHash: other },
      { provenance: 'public' as const },
      { hospitalId: others[0]!.id },
      { endpoints: [...released, { endpoint: 'extra', released: {} }] },
      { endpoints: released.map(({ endpoint }) => ({ endpoint, released: { anything: 1 } })) },
    ]
    for (const changes of tries) await first!.release(locked, changes)
    await first!.release(locked)
    await first!.release(locked)
    await until(() => (first!.refused.length === tries.length + 1 ? true : undefined))
    expect(first!.refused.splice(0).map(({ code }) => code)).toEqual([
      ...['message-misdirected', 'protocol-mismatch', 'protocol-mismatch', 'protocol-mismatch', 'protocol-mismatch'],
      ...['protocol-mismatch', 'protocol-mismatch', 'input-invalid', 'state-conflict'],
    ])
    const view = await consortium.reviewer.ask<EvaluationView>('GET', `/evaluations/${id}`)
    expect(view.participations.filter(({ state }) => state === 'released')).toHaveLength(1)
  })

  test('a release whose conduct lacks what its way of running asks for, or claims what it can’t have', async () => {
    const id = await consortium.lock({ wayOfRunning: 'results-file' })
    const [hospital] = consortium.hospitals
    const locked = await hospital!.asked(id)
    await consortium.approveAll(id)
    await hospital!.send('run-scored', { evaluationId: id })
    const { conduct: plain } = hospital!.releaseFor(locked)
    const unseen = { ...plain, wayOfRunning: 'results-file' as const, isolation: 'not-seen' as const }
    const told = { ...unseen, disclosed: { cases: plain.cases, before: 0 }, supervision }
    const tries = [
      plain,
      { ...told, isolation: 'bubblewrap' as const },
      { ...told, supervision: undefined },
      { ...told, disclosed: { cases: plain.cases - 1, before: 1 } },
    ]
    for (const conduct of tries) await hospital!.release(locked, { conduct: JSON.parse(JSON.stringify(conduct)) })
    await until(() => (hospital!.refused.length === tries.length ? true : undefined))
    expect(hospital!.refused.splice(0).map(({ code }) => code)).toEqual([
      ...['protocol-mismatch', 'protocol-mismatch', 'release-incomplete', 'release-incomplete'],
    ])
    await hospital!.release(locked, { conduct: told })
    await until(async () => {
      const view = await consortium.reviewer.ask<EvaluationView>('GET', `/evaluations/${id}`)
      return view.participations.some(({ state }) => state === 'released') || undefined
    })
    const packaged = await consortium.lock()
    const other = await hospital!.asked(packaged)
    await consortium.approveAll(packaged)
    await hospital!.send('run-scored', { evaluationId: packaged })
    await hospital!.release(other, { conduct: { ...plain, supervision } })
    await until(() => (hospital!.refused.length === 1 ? true : undefined))
    expect(hospital!.refused.splice(0).map(({ code }) => code)).toEqual(['release-incomplete'])
  })

  test('an invitation used by another hospital, or a key that did not sign', async () => {
    const { operator } = consortium
    const invitation = await operator.ask<{ code: string }>('POST', '/hospitals/invitations', { name: 'Fourth' })
    const enrol = async (
      key = createKey(randomBytes),
      signer = key,
      id = newUuid(),
      deskUrl = 'https://desk.example',
    ) => {
      const hospital = { id, role: 'hospital', name: 'Fourth', keyId: key.keyId, publicKey: key.publicKey }
      const request = { code: invitation.code, hospital, deskUrl, demonstration: false }
      const body = JSON.stringify(sign(request, payloadTypes.enrolment, signer))
      const headers = { 'content-type': 'application/json' }
      return (await fetch(`${hub.url}/link/enrol`, { method: 'POST', headers, body })).status
    }
    const key = createKey(randomBytes)
    const id = newUuid()
    expect(await enrol(key, createKey(randomBytes))).toBe(403)
    expect(await enrol(key, key, id, 'javascript:alert(1)')).toBe(400)
    expect(await enrol(key, key, id)).toBe(200)
    expect(await enrol(key, key, id)).toBe(200)
    expect(await enrol(createKey(randomBytes))).toBe(403)
  })
})
