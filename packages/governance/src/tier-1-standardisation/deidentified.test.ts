import { expect, it } from 'vitest'
import { type Attributes, dicomSeries } from '../testing/dicom.ts'
import { deidentified } from './deidentified.ts'

const parameters = {
  codes: ['113100'],
  absent: [
    { tag: '00101040', name: 'PatientAddress' },
    { tag: '00081070', name: 'OperatorsName', dummy: 'REMOVED' },
  ],
}
const recorded: Attributes = {
  '00120062': 'YES',
  '00120064': [{ '00080100': '113100', '00080102': 'DCM', '00080104': 'Basic Application Confidentiality Profile' }],
}
const codesOf = async (attributes: Attributes) => {
  const examination = await deidentified.examine(dicomSeries([attributes]), parameters)
  if ('notApplicable' in examination) throw new Error('not examined')
  expect(JSON.stringify(examination)).not.toContain('canary')
  return examination.findings.map(({ code }) => code)
}

it('passes a file whose de-identification is recorded, and that holds no identifier', async () => {
  expect(await codesOf({ ...recorded, '00101040': '', '00081070': 'REMOVED' })).toEqual([])
})

it.each([
  ['identity-not-removed', { '00120062': 'NO' }],
  ['deidentification-unrecorded', { '00120064': [] }],
  ['identifier-left', { '00101040': 'canary street' }],
  ['identifier-left', { '00081140': [{ '00101040': 'canary street' }] }],
  ['identifier-left', { '00081070': 'canary^operator' }],
  ['identifier-left', { '00101040': 'REMOVED' }],
  ['text-burned-in', { '00280301': 'YES' }],
])('finds %s, and tells no value', async (code, attributes) => {
  expect(await codesOf({ ...recorded, ...attributes })).toEqual([code])
})
