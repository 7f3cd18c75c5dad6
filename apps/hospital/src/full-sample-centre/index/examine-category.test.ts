import { join } from 'node:path'
import {
  type NodeStatus,
  type PassportVerification,
  payloadTypes,
  type QualityPassport,
  type SignedPassport,
  type SignedPassportView,
  type StudyPage,
} from '@assay/contracts'
import { verifyPassport } from '@assay/report'
import { sha256OfJson, verificationKey, verify } from '@assay/signing'
import { expect, test } from 'vitest'
import { writePhantoms } from '../../testing/phantoms.ts'
import { hospitalForTests } from '../../testing/test-hospital.ts'

const hospital = await hospitalForTests()

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
})

const signedPath = '/signed-passports'

test('a steward signs the passports of a study and of a category, each once, and anybody can verify them', async () => {
  const { studies } = await hospital.steward.get<StudyPage>('/studies?category=lung-ct')
  const { id, patient } = studies[0]!
  const { identity } = await hospital.steward.get<NodeStatus>('/node')
  const signed = await hospital.steward.post<SignedPassportView>(`/studies/${id}/passport/sign`)
  const again = await hospital.steward.post<SignedPassportView>(`/studies/${id}/passport/sign`)
  expect(again).toEqual(signed)
  expect(signed).toMatchObject({ studyId: id, patient, verification: { outcome: 'passed' } })
  const { payload, signedBy } = verify(
    signed.file.envelope,
    [verificationKey(identity.publicKey)],
    payloadTypes.passport,
  )
  expect(signedBy).toEqual([identity.keyId])
  expect(payload).toEqual(await hospital.steward.get(`/studies/${id}/passport.json`))
  expect(sha256OfJson(payload)).toBe(signed.sha256)
  const whole = await hospital.steward.post<SignedPassportView>('/categories/lung-ct/passport/sign')
  expect(whole).toMatchObject({ studyId: null, passport: { study: 'lung-ct' }, verification: { outcome: 'passed' } })
  const listed = await hospital.steward.get<SignedPassport[]>(signedPath)
  expect(listed.map((one) => one.sha256)).toEqual([whole.sha256, signed.sha256])
  expect(await hospital.steward.get(`${signedPath}?study=${id}`)).toEqual(listed.slice(1))
  expect(await hospital.steward.get(`${signedPath}/${signed.id}/passport.json`)).toEqual(signed.file)
  const trust = { schema: 'assay.trust/1' as const, keys: [identity] }
  const bytes = await hospital.steward.download(`${signedPath}/${signed.id}/passport.pdf?language=zh`)
  const files = [{ name: 'passport.zh.pdf', language: 'zh' as const, bytes }]
  expect(await verifyPassport(signed.file, { trust, files })).toMatchObject({ outcome: 'passed' })
})

test('the desk says of an altered file that it was altered, and of none that it is none', async () => {
  const [{ id } = { id: '' }] = await hospital.steward.get<SignedPassport[]>(signedPath)
  const { file } = await hospital.steward.get<SignedPassportView>(`${signedPath}/${id}`)
  const outcomeOf = async (body: unknown) =>
    (await hospital.steward.post<PassportVerification>(`${signedPath}/verify`, body)).outcome
  expect(await outcomeOf(file)).toBe('passed')
  const [signature] = file.envelope.signatures
  const turned = Buffer.from(signature!.sig, 'base64').reverse().toString('base64')
  const envelope = { ...file.envelope, signatures: [{ ...signature!, sig: turned }] }
  expect(await outcomeOf({ ...file, envelope })).toBe('failed')
  expect(await outcomeOf(['no passport'])).toBe('failed')
})

test('a passport of nothing is signed by nobody', async () => {
  expect(await hospital.steward.refused('POST', '/categories/knee-mri/passport/sign')).toMatchObject({
    code: 'not-found',
  })
  const nowhere = '/studies/01890a5d-ac96-774b-bcce-b302099a8057/passport/sign'
  expect(await hospital.steward.refused('POST', nowhere)).toMatchObject({ code: 'not-found' })
})

test('the passport of a category can be printed in both languages', async () => {
  for (const language of ['en', 'zh'])
    expect(
      (await hospital.steward.download(`/categories/lung-ct/passport.pdf?language=${language}`))
        .subarray(0, 5)
        .toString(),
    ).toBe('%PDF-')
})

test('before anything was heard of other hospitals, the rule says that there is nothing to compare', async () => {
  const { outcomes } = await hospital.steward.get<QualityPassport>('/categories/lung-ct/passport.json')
  expect(outcomes.find(({ check }) => check === 'distribution-alike')).toMatchObject({ reason: 'nothing-to-compare' })
  expect(await hospital.steward.refused('GET', '/categories/knee-mri/passport.json')).toMatchObject({
    code: 'not-found',
  })
})
