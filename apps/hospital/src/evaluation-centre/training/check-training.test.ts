import { randomBytes } from 'node:crypto'
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync, inflateSync } from 'node:zlib'
import { findTask } from '@assay/categories'
import {
  type ApprovalPayload,
  approvalPayload,
  type DeclaredTraining,
  type Protocol,
  type TestSetAnnouncement,
  type TrainingDataSet,
  type TrainingDocument,
} from '@assay/contracts'
import { contentHash } from '@assay/formats'
import { canonicalBytes, readUnverified, sha256 } from '@assay/signing'
import { newId } from '@assay/store'
import { describe, expect, test } from 'vitest'
import { recordsIn, writeRecords } from '../../testing/records.ts'
import { sceneForTests } from '../../testing/scene.ts'
import { until } from '../../testing/until.ts'

const newUuid = () => newId(() => new Date(), randomBytes)

const scene = await sceneForTests({ patients: 2 })

const chests: TrainingDataSet = {
  name: 'Chests',
  use: 'training',
  access: 'private',
  source: 'Agreement 7',
  patients: 120,
  institutions: ['Southgate'],
  manufacturers: ['UIH'],
  years: { from: 2019, to: 2021 },
}

interface Wish {
  readonly dataSets?: TrainingDataSet[]
  readonly contents?: string[]
  readonly testSet?: TestSetAnnouncement
  /** What the hub hands out instead, as a document or as bytes. */
  readonly changes?: Partial<TrainingDocument>
  readonly handedOut?: Uint8Array
  /** How many contents the protocol says that there are. */
  readonly said?: number
}

/** The hub asks with a declaration, which it hands out to whoever asks for its hash. */
async function ask({ dataSets = [chests], contents = [], testSet = scene.testSet, ...wish }: Wish): Promise<Protocol> {
  const { hub, hospital, device } = scene
  const deviceId = newUuid()
  const document: TrainingDocument = {
    schema: 'assay.training-declaration/1',
    deviceId,
    packageDigest: device.digest,
    dataSets,
    contents,
    ...wish.changes,
  }
  const bytes = wish.handedOut ?? canonicalBytes(document)
  hub.packages.set(sha256(bytes), bytes)
  const training: DeclaredTraining = {
    declarationHash: sha256(bytes),
    declaredAt: new Date().toISOString(),
    dataSets,
    contents: wish.said ?? contents.length,
  }
  const named = { deviceId, name: 'Test ECG', version: '1.0', vendor: 'Maker', packageDigest: device.digest }
  const locked = await hub.ask(hospital.identity.id, testSet, device.digest, { training, device: named })
  await hospital.steward.reaches(locked.evaluationId, 'asked')
  return locked
}

/** What the steward's page shows once the declaration was looked at. */
const looked = ({ evaluationId }: Protocol) =>
  until('a look at the declaration', async () => {
    const view = await scene.hospital.steward.view(evaluationId)
    return view.training ? { ...view, training: view.training } : undefined
  })

/** What the steward signs with an approval, as the hub reads it. */
async function approval({ evaluationId }: Protocol): Promise<ApprovalPayload> {
  await scene.hospital.steward.post(`/evaluations/${evaluationId}/approve`)
  const { body } = await scene.hub.hears('evaluation-approved', evaluationId)
  return approvalPayload.parse(readUnverified(body.approval))
}

const signalOf = (folder: string, record: string) => sha256(readFileSync(join(folder, `${record}.dat`)))
const outcomes = (rules: readonly { rule: string; outcome: string; reason?: unknown }[]) =>
  rules.map(({ rule, outcome, reason }) => [rule, reason ?? outcome])

describe('a sealed set and what a vendor declared', () => {
  test('is told as nothing declared, never as nothing shared, where there is no declaration', async () => {
    const locked = await scene.asked()
    const { training, blockedBy } = await looked(locked)
    expect(blockedBy).toBeNull()
    expect(training.leaving).toMatchObject({ declarationHash: null, patientsInCommon: null, namedDataSets: [] })
    expect(outcomes(training.leaving.rules)).toEqual([
      ['no-training-overlap', 'nothing-declared'],
      ['training-elsewhere', 'nothing-declared'],
    ])
    expect((await approval(locked)).training).toMatchObject({ declarationHash: null })
  })

  test('keep apart: the steward signs which rules of which version said so', async () => {
    const locked = await ask({ contents: ['e'.repeat(64)] })
    const { training, blockedBy } = await looked(locked)
    expect([blockedBy, training.outcomes.flatMap(({ findings }) => findings)]).toEqual([null, []])
    const signed = await approval(locked)
    expect(signed.training).toMatchObject({
      declarationHash: locked.training!.declarationHash,
      patientsInCommon: { kind: 'exact', value: 0 },
      rules: [
        { ruleSet: 'use', ruleSetVersion: 4, rule: 'no-training-overlap', checkVersion: 2, outcome: 'passed' },
        { ruleSet: 'use', rule: 'training-elsewhere', severity: 'warn', outcome: 'passed' },
      ],
    })
  })

  test('can not be compared without hashes, and nobody calls that a pass', async () => {
    const { training, blockedBy } = await looked(await ask({}))
    expect(blockedBy).toBeNull()
    expect(outcomes(training.leaving.rules)).toEqual([
      ['no-training-overlap', 'no-contents-declared'],
      ['training-elsewhere', 'passed'],
    ])
    expect(training.leaving.patientsInCommon).toBeNull()
  })

  test('from the same hospital are remarked by the name, and the steward may still approve', async () => {
    const locked = await ask({ dataSets: [{ ...chests, institutions: ['Southgate', 'NORTHGATE hospital'] }] })
    const { training, blockedBy } = await looked(locked)
    expect(blockedBy).toBeNull()
    expect(training.outcomes.flatMap(({ findings }) => findings)).toMatchObject([
      { code: 'training-from-here', parameters: { device: 'Test ECG 1.0', dataSet: 'Chests' } },
    ])
    expect((await approval(locked)).training).toMatchObject({ namedDataSets: ['Chests'] })
  })

  test('with a content in common keep the steward from approving; a refusal tells of it, and of no patient', async () => {
    const { hub, hospital, records } = scene
    const [record] = recordsIn(records)
    const locked = await ask({ contents: [signalOf(records, record!), 'e'.repeat(64)] })
    const { training, blockedBy } = await looked(locked)
    const blocked = { code: 'training-overlap', parameters: { ruleSet: 'use', rule: 'no-training-overlap' } }
    expect(blockedBy).toMatchObject(blocked)
    expect(training.outcomes.flatMap(({ findings }) => findings)).toMatchObject([
      { code: 'training-overlap', measured: { value: 1 }, expected: { most: 0 } },
    ])
    const path = `/evaluations/${locked.evaluationId}`
    expect(await hospital.steward.refused('POST', `${path}/approve`)).toMatchObject({ status: 409, ...blocked })
    await hospital.steward.post(`${path}/refuse`, { reason: 'Trained on our patients.' })
    const { body } = await hub.hears('evaluation-refused', locked.evaluationId)
    expect(body.training).toMatchObject({
      patientsInCommon: { kind: 'exact', value: 1 },
      rules: [{ rule: 'no-training-overlap', outcome: 'failed' }, { outcome: 'passed' }],
    })
    expect(JSON.stringify(body)).not.toContain(record)
  })

  test('are held against each other again when the run begins, with what the hospital has of the patients by then', async () => {
    const { hub, hospital } = scene
    const [whole, part] = ['whole', 'part'].map((name) => join(hospital.intake, name)) as [string, string]
    const { record, other } = writePatientTwice(whole, part)
    const testSet = await hospital.steward.seal(await hospital.steward.takeIn('part'))
    const declared = { contents: [signalOf(whole, other)] }
    const locked = await ask({ ...declared, testSet })
    expect((await approval(locked)).training?.patientsInCommon).toEqual({ kind: 'exact', value: 0 })
    await hospital.steward.takeIn('whole')
    await hub.order(hospital.identity.id, locked)
    expect(await hospital.steward.blocked(locked.evaluationId)).toBe('training-overlap')
    expect(recordsIn(part)).toContain(record)
    expect(recordsIn(part)).not.toContain(other)
    expect((await looked(await ask({ ...declared, testSet }))).training.leaving.patientsInCommon).toEqual({
      kind: 'exact',
      value: 1,
    })
  })

  test('with a volume in common are found though the vendor has it in another format, packed, and in another order of bytes', async () => {
    const { testSet, image } = await sealBrain()
    const trained = asPackedNrrd(image)
    expect(sha256(trained)).not.toBe(sha256(image))
    const locked = await ask({ contents: [contentHash(trained, 'trained.nrrd')!], testSet })
    const { training, blockedBy } = await looked(locked)
    expect([blockedBy?.code, training.leaving.patientsInCommon]).toEqual([
      'training-overlap',
      { kind: 'exact', value: 1 },
    ])
  })

  test.each<[string, Wish]>([
    ['of another device', { changes: { packageDigest: sha256('another device') } }],
    ['of other data sets than the protocol names', { changes: { dataSets: [{ ...chests, name: 'Others' }] } }],
    ['with fewer hashes than the protocol says', { contents: ['e'.repeat(64)], said: 2 }],
    ['that is none', { handedOut: Buffer.from('no JSON') }],
  ])('are not looked at where the hub hands out a declaration %s', async (_, wish) => {
    const locked = await ask(wish)
    const refused = await scene.hospital.steward.refused('POST', `/evaluations/${locked.evaluationId}/approve`)
    expect(refused).toMatchObject({ code: 'protocol-mismatch', parameters: { where: 'training' } })
    expect((await scene.hospital.steward.view(locked.evaluationId)).training).toBeNull()
  })
})

/** Takes a generated brain in, with its structures, and seals it. */
async function sealBrain(): Promise<{ testSet: TestSetAnnouncement; image: Buffer }> {
  const { steward, intake } = scene.hospital
  const { files } = findTask('brain-mri', 'structure-segmentation')!.generateCase(5, 0)
  const bytesOf = (role: string) => Buffer.from(files.find((one) => one.role === role)!.bytes)
  const place = join(intake, 'brains')
  mkdirSync(place)
  writeFileSync(join(place, 'a.mha'), bytesOf('image'))
  writeFileSync(join(place, 'labels.mha'), bytesOf('reference'))
  writeFileSync(join(place, 'reference.tsv'), 'image\tlabels\na.mha\tlabels.mha\n')
  writeFileSync(join(place, 'patients.tsv'), 'a.mha\tp-brain\n')
  const { id } = await steward.takeIn('brains', 'synthetic', 'brain-mri')
  const wish = { category: 'brain-mri', task: 'structure-segmentation', intakes: [id] }
  return { testSet: await steward.post<TestSetAnnouncement>('/test-sets', wish), image: bytesOf('image') }
}

/** The voxels of a MetaImage of whole numbers of 16 bits, as a vendor may have them: a packed NRRD, the most significant byte first. */
function asPackedNrrd(image: Buffer): Buffer {
  const end = image.indexOf('\n', image.indexOf('ElementDataFile')) + 1
  const header = image.toString('latin1', 0, end)
  const size = /^DimSize = (.*)$/m.exec(header)![1]!
  expect(header).toMatch(/CompressedData = True[\s\S]*MET_SHORT/)
  const words = `NRRD0004\ntype: short\ndimension: 3\nsizes: ${size}\nencoding: gzip\nendian: big\n\n`
  return Buffer.concat([Buffer.from(words), gzipSync(inflateSync(image.subarray(end)).swap16())])
}

/** Records of a patient who has two: the whole folder has both, the other all but the second. */
function writePatientTwice(whole: string, part: string): { record: string; other: string } {
  for (const folder of [whole, part]) writeRecords(folder, 7, 4)
  const listed = readFileSync(join(whole, 'patients.tsv'), 'utf8').trim().split('\n')
  const records = Map.groupBy(
    listed.map((line) => line.split('\t')),
    ([, patient]) => patient,
  )
  const [[record = ''] = [], [other = ''] = []] = [...records.values()].find((some) => some.length > 1)!
  for (const ending of ['hea', 'dat', 'atr']) rmSync(join(part, `${other}.${ending}`))
  writeFileSync(join(part, 'patients.tsv'), listed.filter((line) => !line.startsWith(`${other}\t`)).join('\n'))
  return { record, other }
}
