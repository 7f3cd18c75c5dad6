import { join } from 'node:path'
import {
  type DsseEnvelope,
  type NodeStatus,
  payloadTypes,
  type QualityPassport,
  type StudyPage,
} from '@assay/contracts'
import { verificationKey, verify } from '@assay/signing'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { writePhantoms } from '../../testing/phantoms.ts'
import { startHospital, type TestHospital, testFolder } from '../../testing/test-hospital.ts'

const { folder, remove } = testFolder()
let hospital: TestHospital

beforeAll(async () => {
  hospital = await startHospital(folder)
})
afterAll(async () => {
  await hospital.stop()
  remove()
})

async function takeIn(name: string, from: number, count: number, airOf: (study: number) => number): Promise<void> {
  writePhantoms(join(hospital.intake, name), { from, count }, airOf)
  expect(await hospital.steward.takeIn(name, 'synthetic', 'lung-ct')).toMatchObject({ accepted: count })
}

async function drift(): Promise<QualityPassport['outcomes'][number] | undefined> {
  const { outcomes } = await hospital.steward.get<QualityPassport>('/categories/lung-ct/passport.json')
  return outcomes.find(({ check }) => check === 'no-drift')
}

test('a scanner that measures air otherwise from some study on is seen, and not before', async () => {
  await takeIn('before', 0, 40, (study) => -1000 + (study % 5))
  expect(await drift()).toMatchObject({ outcome: 'not-applicable', reason: 'nothing-to-compare' })
  await takeIn('same', 40, 20, (study) => -1000 + (study % 5))
  expect(await drift()).toMatchObject({ outcome: 'passed' })
  await takeIn('after', 60, 6, (study) => -985 + (study % 5))
  expect(await drift()).toMatchObject({
    outcome: 'failed',
    findings: [{ code: 'feature-drifted', parameters: { feature: 'air' } }],
  })
}, 60_000)

test('a passport can be had signed with the key of the node', async () => {
  const { studies } = await hospital.steward.get<StudyPage>('/studies?category=lung-ct')
  const { id } = studies[0]!
  const { identity } = await hospital.steward.get<NodeStatus>('/node')
  const envelope = await hospital.steward.get<DsseEnvelope>(`/studies/${id}/passport.dsse.json`)
  const key = verificationKey(identity.publicKey)
  const { payload, signedBy } = verify(envelope, [key], payloadTypes.passport)
  expect(signedBy).toEqual([key.keyId])
  expect(payload).toEqual(await hospital.steward.get(`/studies/${id}/passport.json`))
})

test('before anything was heard of other hospitals, the rule says that there is nothing to compare', async () => {
  const { outcomes } = await hospital.steward.get<QualityPassport>('/categories/lung-ct/passport.json')
  expect(outcomes.find(({ check }) => check === 'distribution-alike')).toMatchObject({ reason: 'nothing-to-compare' })
  expect(await hospital.steward.refused('GET', '/categories/knee-mri/passport.json')).toMatchObject({
    code: 'not-found',
  })
})
