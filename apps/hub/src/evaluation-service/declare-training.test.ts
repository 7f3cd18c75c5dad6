import { randomBytes } from 'node:crypto'
import { type Device, errorBody, type TrainingCheck, type TrainingDataSet } from '@assay/contracts'
import { canonicalBytes, sha256 } from '@assay/signing'
import { newId } from '@assay/store'
import { describe, expect, test } from 'vitest'
import { invited } from '../testing/people.ts'
import { consortiumForTests } from '../testing/test-consortium.ts'

const { hub, consortium } = await consortiumForTests()

const strips: TrainingDataSet = {
  name: 'Strips',
  use: 'training',
  access: 'private',
  source: 'Agreement 7',
  patients: 120,
  institutions: ['Southgate'],
  manufacturers: ['Example'],
  years: { from: 2019, to: 2021 },
}
const contents = ['b'.repeat(64), 'a'.repeat(64), 'b'.repeat(64)]
const path = '/training-declarations'
const declare = (statement: object) =>
  consortium.vendor.ask<Device>('POST', path, { deviceId: consortium.device.id, ...statement })

/** The document that a statement about the consortium's device becomes: each hash once, in order. */
function documentOf(dataSets: readonly TrainingDataSet[], hashes: readonly string[]): Uint8Array {
  const { id: deviceId, packageDigest } = consortium.device
  const schema = 'assay.training-declaration/1'
  return canonicalBytes({ schema, deviceId, packageDigest, dataSets, contents: [...new Set(hashes)].sort() })
}

const check = (declarationHash: string | null): TrainingCheck => ({
  declarationHash,
  rules: [],
  patientsInCommon: null,
  namedDataSets: [],
  checkedAt: new Date().toISOString(),
})

describe('a vendor’s declaration of training data', () => {
  test('is left out of a protocol that is locked before there is one', async () => {
    const id = await consortium.lock()
    const view = await consortium.reviewer.ask<{ protocol: object; device: Device }>('GET', `/evaluations/${id}`)
    expect(view.protocol).not.toHaveProperty('training')
    expect(view.device.training).toBeNull()
  })

  test('is refused where it does not say what it must, and from who does not own the device', async () => {
    const { vendor, reviewer, operator, device } = consortium
    const statement = { deviceId: device.id, dataSets: [strips] }
    const answerTo = async (changes: object) => {
      const { status, body } = await vendor.call('POST', path, { ...statement, ...changes })
      return { status, ...errorBody.parse(body).error }
    }
    for (const [changes, where] of [
      [{ dataSets: [] }, 'dataSets'],
      [{ dataSets: [{ ...strips, institutions: [] }] }, 'dataSets.0.institutions'],
      [{ dataSets: [{ ...strips, years: { from: 2022, to: 2021 } }] }, 'dataSets.0.years.from'],
      [{ contents: ['not a hash'] }, 'contents.0'],
    ] as const)
      expect(await answerTo(changes)).toMatchObject({ status: 400, code: 'input-invalid', parameters: { where } })
    const unknown = newId(() => new Date(), randomBytes)
    expect(await answerTo({ deviceId: unknown })).toMatchObject({ status: 404, parameters: { what: 'device' } })
    expect(await reviewer.refused('POST', path, statement)).toBe('not-allowed')
    const rival = await invited(hub.url, operator, 'vendor', 'Another Vendor', 'rival')
    expect(await rival.refused('POST', path, statement)).toBe('not-found')
  })

  test('is bound to the device version by its hash, and a later one takes its place', async () => {
    const first = await declare({ dataSets: [strips] })
    expect(first.training).toMatchObject({ contents: 0, declarationHash: sha256(documentOf([strips], [])) })
    const second = await declare({ dataSets: [strips], contents })
    const declarationHash = sha256(documentOf([strips], contents))
    expect(second.training).toMatchObject({ declarationHash, contents: 2, dataSets: [strips] })
    const [listed] = await consortium.reviewer.ask<Device[]>('GET', '/devices')
    expect(listed!.training).toEqual(second.training)
  })

  test('can be had whole by its vendor and by reviewers, and by nobody else', async () => {
    const { vendor, reviewer, operator } = consortium
    const hash = sha256(documentOf([strips], contents))
    const document = JSON.parse(Buffer.from(documentOf([strips], contents)).toString())
    for (const person of [vendor, reviewer, operator])
      expect(await person.ask('GET', `${path}/${hash}`)).toEqual(document)
    const rival = await invited(hub.url, operator, 'vendor', 'Third Vendor', 'third')
    expect(await rival.refused('GET', `${path}/${hash}`)).toBe('not-found')
    expect(await vendor.refused('GET', `${path}/${sha256('another')}`)).toBe('not-found')
    expect((await fetch(`${hub.url}/api${path}/${hash}`)).status).toBe(401)
  })

  test('that several declare at once is each there, and of a device the last holds', async () => {
    const patients = [201, 202, 203, 204]
    const told = await Promise.all(patients.map((number) => declare({ dataSets: [{ ...strips, patients: number }] })))
    const hashes = told.map(({ training }) => training!.declarationHash)
    expect(hashes).toEqual(patients.map((number) => sha256(documentOf([{ ...strips, patients: number }], []))))
    const [listed] = await consortium.vendor.ask<Device[]>('GET', '/devices')
    expect(hashes).toContain(listed!.training!.declarationHash)
    await declare({ dataSets: [strips], contents })
  })

  test('is locked into the protocol, and handed out to the hospitals that were asked', async () => {
    const [hospital] = consortium.hospitals
    const declarationHash = sha256(documentOf([strips], contents))
    const id = await consortium.lock()
    const locked = await hospital!.asked(id)
    expect(locked.training).toMatchObject({ declarationHash, contents: 2 })
    expect(await hospital!.fetchTraining(declarationHash)).toBe(declarationHash)
    await expect(hospital!.fetchTraining(sha256('another'))).rejects.toMatchObject({ code: 'not-found' })
    const replaced = await declare({ dataSets: [{ ...strips, patients: 121 }] })
    const still = await consortium.reviewer.ask<{ protocol: object }>('GET', `/evaluations/${id}`)
    expect(still.protocol).toMatchObject({ training: { declarationHash } })
    await expect(hospital!.fetchTraining(replaced.training!.declarationHash)).rejects.toMatchObject({
      code: 'not-found',
    })
  })

  test('must be the one that a hospital says it checked', async () => {
    const [hospital] = consortium.hospitals
    const id = await consortium.lock()
    const locked = await hospital!.asked(id)
    const { declarationHash } = locked.training!
    for (const training of [undefined, check(null), check(sha256('another'))]) {
      const before = hospital!.refused.length
      await hospital!.approve(locked, training ? { training } : {})
      await expect.poll(() => hospital!.refused[before]).toMatchObject({ code: 'protocol-mismatch' })
    }
    await hospital!.approve(locked, { training: check(declarationHash) })
    const partOf = async () => {
      const { participations } = await consortium.reviewer.ask<{
        participations: { hospitalId: string; training: TrainingCheck | null }[]
      }>('GET', `/evaluations/${id}`)
      return participations.find(({ hospitalId }) => hospitalId === hospital!.id)?.training
    }
    await expect.poll(partOf).toMatchObject({ declarationHash })
  })
})
