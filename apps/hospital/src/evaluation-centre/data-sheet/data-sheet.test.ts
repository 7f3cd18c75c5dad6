import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { DataSheet, TestSetAnnouncement } from '@assay/contracts'
import { expect, test } from 'vitest'
import { copyRealRecords, hasRealRecords, writeRecords } from '../../testing/records.ts'
import { hospitalForTests } from '../../testing/test-hospital.ts'

const hospital = await hospitalForTests()

test('a sealed set has a data sheet, which counts patients and says what was never measured', async () => {
  writeRecords(join(hospital.intake, 'first'), 1, 4)
  const { testSetId, manifestHash } = await hospital.steward.seal(await hospital.steward.takeIn('first'))
  const sheet = await hospital.steward.get<DataSheet>(`/test-sets/${testSetId}/data-sheet`)
  expect(sheet).toMatchObject({
    testSetId,
    manifestHash,
    category: 'ecg',
    patients: 4,
    cases: 5,
    hospital: 'Northgate',
  })
  expect(sheet.characteristics).toHaveLength(12)
  const figures = Object.fromEntries(
    sheet.characteristics.flatMap(({ figures: own }) => own.map((one) => [one.name, one.value])),
  )
  expect(figures).toMatchObject({
    'with-reference': 1,
    exposed: 0,
    'days-sealed': 0,
    'format-wfdb': 10,
    'effective-patients': 25 / 7,
  })
  expect(sheet.passports.reduce((sum, { cases }) => sum + cases, 0)).toBe(5)
  const uses = sheet.use.outcomes.map(({ rule, reason }) => [rule, reason])
  expect(uses).toContainEqual(['no-training-overlap', 'nothing-declared'])
  expect(uses).toContainEqual(['composition', 'no-target'])
})

test('and as a document to print', async () => {
  const [set] = await hospital.steward.get<{ testSetId: string }[]>('/test-sets')
  const answer = await hospital.steward.download(`/test-sets/${set!.testSetId}/data-sheet.pdf?language=zh`)
  expect(answer.subarray(0, 5).toString()).toBe('%PDF-')
  const unknown = '/test-sets/01890a5d-ac96-774b-bcce-b302099a8057/data-sheet'
  expect(await hospital.steward.refused('GET', unknown)).toMatchObject({ status: 404 })
})

const outcomeOf = ({ use }: DataSheet, rule: string) => use.outcomes.find((outcome) => outcome.rule === rule)!

let realIntake: string
const realSet = ['100', '103', '105', '106', '207']

test.skipIf(!hasRealRecords)('sexes and ages of real records are its strata (needs shared/data)', async () => {
  copyRealRecords(join(hospital.intake, 'real'), realSet)
  const intake = await hospital.steward.takeIn('real', 'public')
  realIntake = intake.id
  const { testSetId } = await hospital.steward.seal(intake)
  const sheet = await hospital.steward.get<DataSheet>(`/test-sets/${testSetId}/data-sheet`)
  const patientsBy = (stratum: string) =>
    Object.fromEntries(
      sheet.composition.find((one) => one.stratum === stratum)!.values.map(({ value, patients }) => [value, patients]),
    )
  // Their headers: 69 M, -1 M (no age), 73 F, 24 F, 89 F.
  expect(patientsBy('sex')).toEqual({ F: 3, M: 2 })
  expect(patientsBy('age-band')).toEqual({ '': 1, '20-29': 1, '60-69': 1, '70-79': 1, '80-89': 1 })
  expect(outcomeOf(sheet, 'composition')).toMatchObject({ outcome: 'not-applicable', reason: 'no-target' })
  const filled = sheet.use.outcomes.find(({ rule }) => rule === 'sexes-filled')!
  expect(filled.findings.map(({ code, parameters, measured }) => [code, parameters?.value, measured?.value])).toEqual([
    ['stratum-thin', 'F', 3],
    ['stratum-thin', 'M', 2],
  ])
})

test.skipIf(!hasRealRecords)('a set is judged by what was declared of it (needs shared/data)', async () => {
  const signal = createHash('sha256')
    .update(readFileSync(join(hospital.intake, 'real', '105.dat')))
    .digest('hex')
  const set = { category: 'ecg', task: 'beat-classification', intakes: [realIntake] }
  const sealed = async (declared: object) => {
    const { testSetId } = await hospital.steward.post<TestSetAnnouncement>('/test-sets', { ...set, ...declared })
    return hospital.steward.get<DataSheet>(`/test-sets/${testSetId}/data-sheet`)
  }
  const apart = await sealed({
    target: { sex: { F: 0.5, M: 0.5 }, 'age-band': { '60-69': 0.5, '70-79': 0.5 } },
    expiresOn: '2020-01-01',
    training: [{ device: 'Example 2.0', contents: [signal, 'f'.repeat(64)] }],
  })
  // Three of five are women: 0.6 - 0.5, which is taken. Of their ages, 0.2 + 0.2 + 0.2 lie outside the target's bands.
  expect(outcomeOf(apart, 'composition').measurements).toMatchObject([
    { name: 'distance-sex', value: expect.closeTo(0.1, 9) },
    { name: 'distance-age-band', value: expect.closeTo(0.6, 9) },
  ])
  expect(outcomeOf(apart, 'composition').findings).toMatchObject([
    { code: 'composition-apart', parameters: { stratum: 'age-band' } },
  ])
  expect(outcomeOf(apart, 'not-expired').findings).toMatchObject([{ code: 'set-past-expiry' }])
  expect(outcomeOf(apart, 'no-training-overlap')).toMatchObject({
    verdict: 'reject',
    findings: [{ code: 'training-overlap', parameters: { device: 'Example 2.0' }, measured: { value: 1 } }],
  })
  const fitting = await sealed({
    target: { sex: { F: 0.6, M: 0.4 } },
    expiresOn: '2999-12-31',
    training: [{ device: 'Example 2.0', contents: ['f'.repeat(64)] }],
  })
  for (const rule of ['composition', 'not-expired', 'no-training-overlap'])
    expect(outcomeOf(fitting, rule)).toMatchObject({ outcome: 'passed', findings: [] })
  const wrong = { ...set, target: { sex: { F: 0.6, M: 0.6 } } }
  expect(await hospital.steward.refused('POST', '/test-sets', wrong)).toMatchObject({
    status: 400,
    code: 'input-invalid',
    parameters: { where: 'target.sex' },
  })
})
