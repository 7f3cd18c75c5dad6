import { join } from 'node:path'
import type { DataSheet } from '@assay/contracts'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { copyRealRecords, hasRealRecords, writeRecords } from '../../testing/records.ts'
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

const realSet = ['100', '103', '105', '106', '207']

test.skipIf(!hasRealRecords)('sexes and ages of real records are its strata (needs shared/data)', async () => {
  copyRealRecords(join(hospital.intake, 'real'), realSet)
  const { testSetId } = await hospital.steward.seal(await hospital.steward.takeIn('real', 'public'))
  const sheet = await hospital.steward.get<DataSheet>(`/test-sets/${testSetId}/data-sheet`)
  const patientsBy = (stratum: string) =>
    Object.fromEntries(
      sheet.composition.find((one) => one.stratum === stratum)!.values.map(({ value, patients }) => [value, patients]),
    )
  // Their headers: 69 M, -1 M (no age), 73 F, 24 F, 89 F.
  expect(patientsBy('sex')).toEqual({ F: 3, M: 2 })
  expect(patientsBy('age-band')).toEqual({ '': 1, '20-29': 1, '60-69': 1, '70-79': 1, '80-89': 1 })
  const filled = sheet.use.outcomes.find(({ rule }) => rule === 'sexes-filled')!
  expect(filled.findings.map(({ code, parameters, measured }) => [code, parameters?.value, measured?.value])).toEqual([
    ['stratum-thin', 'F', 3],
    ['stratum-thin', 'M', 2],
  ])
})
