import { randomBytes } from 'node:crypto'
import { type EvaluationView, evaluationView } from '@assay/contracts'
import { z } from '@assay/http'
import { ledgerEntrySchema } from '@assay/ledger'
import { type ReportBundle, verifyReport } from '@assay/report'
import { readTrustFile, sha256, sha256OfJson } from '@assay/signing'
import { newId } from '@assay/store'
import { describe, expect, test } from 'vitest'
import { invited, person } from './testing/people.ts'
import { consortiumForTests, devicePackage } from './testing/test-consortium.ts'

const { hub, consortium } = await consortiumForTests()

const newUuid = () => newId(() => new Date(), randomBytes)

describe('an evaluation', () => {
  test('lives from the draft to the report, each act once in the ledger', async () => {
    const { vendor, reviewer, hospitals } = consortium
    const id = await consortium.lock()
    const running = await consortium.approveAll(id)
    expect(running.number).toMatch(/^EV-\d{4}-0001$/)
    expect(running.protocol?.look).toEqual({ number: 1, allowed: null })
    expect(running.protocolHash).toBe(sha256OfJson(running.protocol))
    for (const hospital of hospitals) {
      await hospital.hears('run-ordered')
      expect(await hospital.fetchPackage(running.device.packageDigest)).toBe(running.device.packageDigest)
      await hospital.send('run-progress', { evaluationId: id, progress: 50 })
      await hospital.send('run-scored', { evaluationId: id })
      await hospital.release(running.protocol!)
    }
    const decided = await consortium.reaches(id, 'decided')
    expect(decided.verdict).toBe('met')
    expect(decided.participations.map(({ state, progress }) => [state, progress])).toEqual([
      ['released', 100],
      ['released', 100],
      ['released', 100],
    ])
    expect(decided.acts).toEqual(['read-report'])
    for (const hospital of hospitals) await hospital.hears('report-issued')
    const bundle = await vendor.ask<{ report: { number: string } }>('GET', `/evaluations/${id}/report.json`)
    const pdf = async (name: string) => ({
      name,
      bytes: await vendor.ask<Uint8Array>('GET', `/evaluations/${id}/${name}`),
    })
    const files = [await pdf('report.en.pdf'), await pdf('report.zh.pdf')]
    const trust = readTrustFile(await vendor.ask('GET', '/trust'))
    expect(verifyReport(bundle, { trust, files })).toMatchObject({ outcome: 'passed', number: decided.number })
    const changed = await pdf('report.en.pdf')
    changed.bytes[changed.bytes.length - 10]! ^= 1
    expect(verifyReport(bundle, { trust, files: [changed] }).outcome).toBe('failed')
    expect(await vendor.ask('GET', `/evaluations/${id}/report`)).toEqual(bundle.report)
    expect(JSON.stringify(bundle.report)).toContain(decided.number)

    const entries = z
      .array(z.object({ index: z.number(), entry: ledgerEntrySchema }))
      .parse(await reviewer.ask('GET', '/ledger/entries'))
    const types = entries.filter(({ entry }) => entry.subject.evaluationId === id).map(({ entry }) => entry.type)
    expect(types).toEqual([
      ...['evaluation-submitted', 'protocol-locked', 'approval-received', 'approval-received', 'approval-received'],
      ...['run-ordered', 'release-received', 'release-received', 'release-received', 'evaluation-decided'],
    ])
    for (const { event, ledgerIndex } of decided.story) {
      const entry = entries.find(({ index }) => index === ledgerIndex)?.entry
      expect(entry?.type ?? 'none').toContain(event === 'created' || event === 'scored' ? 'none' : '')
    }
  })

  test('ends before any run where too few approve', async () => {
    const id = await consortium.lock({ leastHospitals: 3 })
    const [first, second, third] = consortium.hospitals
    await first!.approve(await first!.asked(id))
    await second!.approve(await second!.asked(id))
    const { evaluationId } = await third!.asked(id)
    const protocolHash = sha256OfJson(await third!.asked(id))
    await third!.send('evaluation-refused', { evaluationId, protocolHash, reason: 'Not this year.' })
    const ended = await consortium.reaches(id, 'ended')
    expect(ended.participations.map(({ state }) => state).sort()).toEqual(['approved', 'approved', 'refused'])
    expect(ended.story.at(-1)).toMatchObject({ event: 'ended', detail: 'too-few-approvals' })
    await first!.hears('evaluation-ended')
    await expect(first!.fetchPackage(ended.device.packageDigest)).rejects.toMatchObject({ code: 'not-found' })
  })

  test('ends where every hospital withholds', async () => {
    const withheld = await consortium.lock()
    await consortium.approveAll(withheld)
    for (const hospital of consortium.hospitals) {
      await hospital.send('release-withheld', { evaluationId: withheld, reason: 'The set is in doubt.' })
    }
    const ended = await consortium.reaches(withheld, 'ended')
    expect(ended.story.at(-1)?.detail).toBe('nothing-released')
  })

  test('goes on with those that approved', async () => {
    const id = await consortium.lock()
    const [first, second, third] = consortium.hospitals
    const locked = await third!.asked(id)
    // One was decided, one ended before any run, one after: two looked.
    expect(locked.look.number).toBe(3)
    const refusal = { evaluationId: id, protocolHash: sha256OfJson(locked), reason: 'No capacity.' }
    await third!.send('evaluation-refused', refusal)
    for (const hospital of [first!, second!]) await hospital.approve(await hospital.asked(id))
    await consortium.reaches(id, 'running')
    for (const hospital of [first!, second!]) {
      await hospital.send('run-scored', { evaluationId: id })
      await hospital.release(locked)
    }
    expect((await consortium.reaches(id, 'decided')).verdict).not.toBeNull()
  })

  test('is decided on what was released where one hospital withholds, and the report says so', async () => {
    const id = await consortium.lock()
    const { protocol } = await consortium.approveAll(id)
    const [first, second, third] = consortium.hospitals
    for (const hospital of [first!, second!]) {
      await hospital.send('run-scored', { evaluationId: id })
      await hospital.release(protocol!)
    }
    // A newer version of a set changes nothing in what was locked.
    await first!.send('test-set-announced', { ...first!.testSet, version: 2, cases: 99, manifestHash: sha256('newer') })
    await third!.send('release-withheld', { evaluationId: id, reason: 'The set is in doubt.' })
    await consortium.reaches(id, 'decided')
    const bundle = await consortium.reviewer.ask<ReportBundle>('GET', `/evaluations/${id}/report.json`)
    const trust = readTrustFile(await consortium.reviewer.ask('GET', '/trust'))
    expect(verifyReport(bundle, { trust }).outcome).toBe('passed')
    const withheld = bundle.report.hospitals.find(({ hospitalId }) => hospitalId === third!.id)
    expect(withheld).toMatchObject({ state: 'withheld', reason: 'The set is in doubt.', releaseHash: null })
    const sealed = bundle.report.hospitals.find(({ hospitalId }) => hospitalId === first!.id)
    expect(sealed).toMatchObject({ testSetVersion: 1, cases: 24, manifestHash: first!.testSet.manifestHash })
  })

  test('is returned with a reason, changed, and submitted again', async () => {
    const { vendor, reviewer, device, draft } = consortium
    const { id } = await vendor.ask<EvaluationView>('POST', '/evaluations', { deviceId: device.id, draft })
    expect(await reviewer.refused('POST', `/evaluations/${id}/lock`)).toBe('state-conflict')
    await vendor.ask('POST', `/evaluations/${id}/submit`)
    expect(await vendor.refused('PUT', `/evaluations/${id}/draft`, draft)).toBe('state-conflict')
    const reason = 'State the learning period.'
    const returned = await reviewer.ask<EvaluationView>('POST', `/evaluations/${id}/return`, { reason })
    expect(returned).toMatchObject({ state: 'returned', returnReason: reason, acts: [] })
    const edited = await vendor.ask('PUT', `/evaluations/${id}/draft`, { ...draft, title: 'Second try' })
    expect(evaluationView.parse(edited)).toMatchObject({ title: 'Second try', acts: ['edit', 'submit'] })
    const again = await vendor.ask<EvaluationView>('POST', `/evaluations/${id}/submit`)
    expect(again).toMatchObject({ state: 'submitted', returnReason: null })
  })
})

describe('a protocol that can not be carried out is refused with the place and the fault', () => {
  const refusal = async (changes: object) => {
    const { vendor, device, draft } = consortium
    const made = await vendor.call('POST', '/evaluations', { deviceId: device.id, draft: { ...draft, ...changes } })
    if (made.status !== 200) return made.body
    return (await vendor.call('POST', `/evaluations/${(made.body as EvaluationView).id}/submit`)).body
  }
  const criterion = {
    id: 'c',
    endpoint: 'beats',
    figure: 'qrs.sensitivity.gross',
    side: 'lower',
    bound: 0.9,
    alpha: 0.025,
  }
  const fault = (where: string, what: string) => ({ error: { code: 'protocol-invalid', parameters: { where, what } } })

  test.each([
    [{ hospitals: ['019aa5a2-0000-7000-8000-000000000000'], leastHospitals: 1 }, 'hospitals', 'hospital-unknown'],
    [{ leastHospitals: 4 }, 'leastHospitals', 'more-than-hospitals'],
    [{ sampleSize: { leastPatients: 73, justification: 'More.' } }, 'sampleSize.leastPatients', 'too-few-patients'],
    [{ task: 'rhythm' }, 'task', 'not-the-devices'],
    [{ leastHospitals: 0 }, 'leastHospitals', 'too_small'],
    [{ criteria: { ...criterion, alpha: 0.6 } }, 'criteria.alpha', 'too_big'],
    [{ criteria: { ...criterion, endpoint: 'rhythm' } }, 'criteria.c', 'endpoint-unknown'],
    [{ endpoints: [{ id: 'e', estimator: 'mean', version: 1, parameters: {} }] }, 'endpoints.e', 'estimator-unknown'],
    [
      { endpoints: [{ id: 'e', estimator: 'ec57-beats', version: 1, parameters: { matchWindowSeconds: 'wide' } }] },
      'endpoints.e',
      'parameters-invalid',
    ],
  ])('%j', async (changes, where, what) => {
    expect(await refusal(changes)).toEqual(fault(where, what))
  })

  test('criteria on figures that there are not, out of range, or twice', async () => {
    const endpoint = consortium.draft.endpoints[0]!.id
    const known = { ...criterion, endpoint }
    expect(await refusal({ criteria: { ...known, figure: 'qrs.beauty' } })).toEqual(
      fault('criteria.c', 'figure-unknown'),
    )
    expect(await refusal({ criteria: { ...known, bound: 98 } })).toEqual(fault('criteria.c', 'bound-out-of-range'))
    expect(await refusal({ criteria: { op: 'and', of: [known, known] } })).toEqual(
      fault('criteria.c', 'name-used-twice'),
    )
  })
})

describe('whom', () => {
  test('a vendor sees only its own organisation; nobody acts in another role', async () => {
    const { operator, vendor, reviewer, device, draft } = consortium
    const rival = await invited(hub.url, operator, 'vendor', 'Rival Inc.', 'rival')
    const { id } = await vendor.ask<EvaluationView>('POST', '/evaluations', { deviceId: device.id, draft })
    expect(await rival.ask('GET', '/evaluations')).toEqual([])
    expect(await rival.ask('GET', '/devices')).toEqual([])
    expect(await rival.refused('GET', `/evaluations/${id}`)).toBe('not-found')
    expect(await rival.refused('GET', `/devices/${device.id}`)).toBe('not-found')
    expect(await rival.refused('POST', `/evaluations/${id}/submit`)).toBe('not-found')
    expect(await rival.refused('POST', '/evaluations', { deviceId: device.id, draft })).toBe('not-found')
    for (const one of [operator, reviewer]) {
      expect(await one.refused('POST', `/evaluations/${id}/submit`)).toBe('not-allowed')
      expect((await one.ask<EvaluationView>('GET', `/evaluations/${id}`)).acts).toEqual([])
    }
    for (const one of [operator, vendor])
      expect(await one.refused('POST', `/evaluations/${id}/lock`)).toBe('not-allowed')
    expect(await person(hub.url).refused('GET', `/evaluations/${id}`)).toBe('not-logged-in')
    expect(await vendor.refused('GET', '/ledger/entries')).toBe('not-allowed')
  })

  test('a reviewer of the applying organisation never locks', async () => {
    const { operator, vendor, device, draft } = consortium
    const insider = await invited(hub.url, operator, 'reviewer', 'Example Vendor', 'insider')
    const { id } = await vendor.ask<EvaluationView>('POST', '/evaluations', { deviceId: device.id, draft })
    await vendor.ask('POST', `/evaluations/${id}/submit`)
    expect(await insider.refused('POST', `/evaluations/${id}/lock`)).toBe('not-allowed')
    expect((await insider.ask<EvaluationView>('GET', `/evaluations/${id}`)).acts).toEqual(['return'])
  })

  test('a package is registered once, and only a whole one', async () => {
    const { vendor } = consortium
    expect(await vendor.refused('POST', '/devices', await devicePackage(hub.directory))).toBe('device-exists')
    const whole = await devicePackage(hub.directory, '2.5.0')
    expect(await vendor.refused('POST', '/devices', whole.subarray(0, 700))).toBe('device-package-invalid')
  })
})

describe('numbers of evaluations', () => {
  test('have no gaps, though many ask at once and some fail', async () => {
    const { vendor, device, draft } = consortium
    const before = await vendor.ask<EvaluationView[]>('GET', '/evaluations')
    const requests = Array.from({ length: 8 }, (_, index) => ({
      deviceId: index % 3 === 2 ? newUuid() : device.id,
      draft,
    }))
    await Promise.all(requests.map((request) => vendor.call('POST', '/evaluations', request)))
    const after = await vendor.ask<EvaluationView[]>('GET', '/evaluations')
    const numbers = after.map(({ number }) => Number(number.slice(8))).sort((a, b) => a - b)
    expect(numbers).toEqual(Array.from({ length: before.length + 6 }, (_, index) => index + 1))
  })
})

test('the interface describes itself', async () => {
  const document = (await (await fetch(`${hub.url}/openapi.json`)).json()) as { paths: object }
  expect(Object.keys(document.paths)).toContain('/api/evaluations/{id}/lock')
  expect(await (await fetch(`${hub.url}/docs`)).text()).toContain('/link/messages')
})
