import { mkdirSync, writeFileSync } from 'node:fs'
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

const [columns, rows, slices] = [64, 64, 4]

/** A phantom of water in air, of which a scanner says that air has `air` HU. */
function phantom(number: number, air: number): Buffer {
  const values = Int16Array.from({ length: columns * rows * slices }, (_, i) => {
    const [x, y] = [i % columns, Math.floor(i / columns) % rows]
    const noise = (((i + 1) * 7919 * (number + 3)) % 23) - 11
    return Math.hypot(x - 32, y - 32) < 18 ? noise : air + noise
  })
  const header = [
    'ObjectType = Image',
    'NDims = 3',
    'BinaryData = True',
    'BinaryDataByteOrderMSB = False',
    'TransformMatrix = 1 0 0 0 1 0 0 0 1',
    'Offset = 0 0 0',
    'ElementSpacing = 1 1 2',
    `DimSize = ${columns} ${rows} ${slices}`,
    'ElementType = MET_SHORT',
    'ElementDataFile = LOCAL\n',
  ]
  return Buffer.concat([Buffer.from(header.join('\n')), Buffer.from(values.buffer)])
}

async function takeIn(name: string, from: number, count: number, airOf: (study: number) => number): Promise<void> {
  const own = join(hospital.intake, name)
  mkdirSync(own)
  const numbers = Array.from({ length: count }, (_, i) => from + i)
  for (const number of numbers) writeFileSync(join(own, `${number}.mha`), phantom(number, airOf(number)))
  writeFileSync(join(own, 'patients.tsv'), numbers.map((number) => `${number}.mha\tp${number}\n`).join(''))
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

test('what other hospitals have is not known, and the rule says so', async () => {
  const { outcomes } = await hospital.steward.get<QualityPassport>('/categories/lung-ct/passport.json')
  expect(outcomes.find(({ check }) => check === 'distribution-alike')).toMatchObject({ reason: 'nothing-to-compare' })
  expect(await hospital.steward.refused('GET', '/categories/knee-mri/passport.json')).toMatchObject({
    code: 'not-found',
  })
})
