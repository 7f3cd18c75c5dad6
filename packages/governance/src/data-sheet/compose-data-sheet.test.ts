import { dataSheet } from '@assay/contracts'
import { expect, it } from 'vitest'
import { examineSet } from '../engine/examine-whole.ts'
import { readRuleSets } from '../engine/read-rule-sets.ts'
import type { SetCase, SetSubject } from '../subject/test-set.ts'
import { composeDataSheet } from './compose-data-sheet.ts'

const issuedAt = '2026-11-02T08:00:00.000Z'
const id = '01890a5d-ac96-774b-bcce-b302099a8057'

/** Eight cases of six patients: two of them on two machines, one case without a reference and without a sex. */
const cases: SetCase[] = Array.from({ length: 8 }, (_, i) => ({
  id: `c${i}`,
  patient: `p${i % 6}`,
  hospital: 'h',
  device: i < 6 ? 'm1' : 'm2',
  strata: { sex: i === 5 ? '' : i % 2 ? 'F' : 'M' },
  hasReference: i !== 5,
  labels: {
    classes: i === 5 ? {} : { nodule: 1 },
    readings: [{ reference: i === 5 ? '' : 'nodule', said: { a: 'nodule', b: 'none' }, count: 1 }],
  },
  examinedAt: '2025-06-01',
  contents: [`${i % 7}`],
  exposures: i === 0 ? ['family'] : [],
}))

const set: SetSubject = {
  id,
  category: 'lung-ct',
  manifestHash: 'b'.repeat(64),
  cases,
  target: {},
  training: [],
  institutions: ['Northgate'],
  sealedAt: '2026-10-01T00:00:00.000Z',
  today: '2026-11-02',
}

const description = {
  testSetId: id,
  hospital: 'Northgate',
  category: 'lung-ct',
  task: 'nodule-detection',
  version: 3,
  provenance: 'public' as const,
  manifestHash: 'b'.repeat(64),
  sealedAt: set.sealedAt!,
  issuedAt,
  declared: { target: set.target, expiresOn: null, training: [] },
  formats: { DICOM: 7, NIfTI: 1 },
  passports: cases.map(() => undefined),
}

async function sheet() {
  const use = await examineSet({ subject: set, ruleSets: readRuleSets(), issuedAt })
  return composeDataSheet(set, use, { ...description, passports: [use, ...description.passports.slice(1)] })
}

it('counts patients, not cases, and says what is not known', async () => {
  const { composition, patients, cases: count } = await sheet()
  expect([patients, count]).toEqual([6, 8])
  expect(composition).toEqual([
    {
      stratum: 'sex',
      values: [
        { value: '', patients: 1 },
        { value: 'F', patients: 2 },
        { value: 'M', patients: 3 },
      ],
    },
    {
      stratum: 'device',
      values: [
        { value: 'm1', patients: 6 },
        { value: 'm2', patients: 2 },
      ],
    },
    {
      stratum: 'label',
      values: [
        { value: '', patients: 1 },
        { value: 'nodule', patients: 5 },
      ],
    },
  ])
})

it('gives each characteristic what was measured of it, worked by hand', async () => {
  const { characteristics, passports } = await sheet()
  const figures = Object.fromEntries(
    characteristics.map(({ name, figures: own }) => [
      name,
      Object.fromEntries(own.map((one) => [one.name, one.value])),
    ]),
  )
  expect(figures).toMatchObject({
    accuracy: { 'read-by-two': 1, 'readings-differing': 9 / 16, 'readers-alpha': -7 / 8 },
    completeness: { 'with-reference': 7 / 8, 'with-all-strata': 7 / 8 },
    uniqueness: { 'distinct-contents': 7 / 8 },
    credibility: { exposed: 1 / 8, disclosed: 0, 'share-fresh': 1 },
    currency: { 'days-sealed': 32, 'with-date': 1 },
    compliance: { 'with-passport': 1 / 8 },
    portability: { 'format-dicom': 7, 'format-nifti': 1 },
    representativeness: { 'effective-hospitals': 1, 'effective-devices': 1.6 },
  })
  expect(passports).toEqual([
    { verdict: 'warn', cases: 1 },
    { verdict: 'none', cases: 7 },
  ])
  expect(characteristics.find(({ name }) => name === 'accuracy')?.rules).toEqual([
    { ruleSet: 'use', rule: 'labels-certain', outcome: 'failed' },
    { ruleSet: 'use', rule: 'labels-plausible', outcome: 'not-applicable' },
  ])
})

it('is the same document for the same set, and holds to its schema', async () => {
  const composed = await sheet()
  expect(composed).toEqual(await sheet())
  expect(dataSheet.parse(composed)).toEqual(composed)
})
