import { expect, it } from 'vitest'
import { dicomSeries } from '../testing/dicom.ts'
import { requiredAttributes } from './required-attributes.ts'

const spacing = { least: 2, most: 2 }
const parameters = {
  attributes: [
    { path: '00080060', name: 'Modality', type: 1 as const },
    { path: '00180060', name: 'KVP', type: 2 as const },
    { path: '00289110/00280030', name: 'PixelSpacing', type: 1 as const, values: spacing },
  ],
}
const measures = { '00289110': [{ '00280030': '0.5\\0.5' }] }

it('passes what is there, also in shared functional groups and empty where it may be', async () => {
  const series = dicomSeries([{ '00080060': 'CT', '00180060': '', '52009229': [measures] }])
  expect(await requiredAttributes.examine(series, parameters)).toEqual({ findings: [] })
})

it('finds what is missing, empty or of a wrong multiplicity, in how many files', async () => {
  const series = dicomSeries([
    { '00080060': '', '52009229': [{ '00289110': [{ '00280030': '0.5' }] }] },
    { '00080060': '', '00180060': '120', '52009229': [measures] },
  ])
  expect(await requiredAttributes.examine(series, parameters)).toMatchObject({
    findings: [
      { code: 'attribute-empty', parameters: { count: 2, total: 2 }, where: { attribute: 'Modality (0008,0060)' } },
      {
        code: 'attribute-missing',
        parameters: { count: 1, total: 2 },
        where: { attribute: 'KVP (0018,0060)', file: '1' },
      },
      { code: 'attribute-multiplicity', measured: { value: 1 } },
    ],
  })
})

it('finds the frame that lacks an attribute which others have', async () => {
  const series = dicomSeries([{ '00080060': 'CT', '00180060': '', '52009230': [measures, { '00289110': [{}] }] }])
  expect(await requiredAttributes.examine(series, parameters)).toMatchObject({
    findings: [{ code: 'attribute-missing', where: { frame: 2 } }],
  })
})
