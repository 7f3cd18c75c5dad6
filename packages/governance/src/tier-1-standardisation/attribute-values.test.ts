import { expect, it } from 'vitest'
import { dicomSeries } from '../testing/dicom.ts'
import { attributeValues } from './attribute-values.ts'

it('finds a value that the data standard does not have, and one that is missing', async () => {
  const parameters = { path: '00281054', name: 'RescaleType', oneOf: ['HU'], mayBeAbsent: false }
  const series = dicomSeries(
    [{ '00281054': 'HU' }, { '00281054': 'US' }, {}].map((one) => ({ '00080060': 'CT', ...one })),
  )
  expect(await attributeValues.examine(series, parameters)).toMatchObject({
    findings: [
      { code: 'value-unexpected', measured: { value: 'US' }, where: { file: '2' } },
      { code: 'attribute-missing', where: { file: '3' } },
    ],
  })
})
