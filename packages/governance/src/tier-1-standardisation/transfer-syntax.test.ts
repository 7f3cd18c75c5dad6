import { expect, it } from 'vitest'
import { datasetOf, dicomSeries } from '../testing/dicom.ts'
import { transferSyntax } from './transfer-syntax.ts'

it('finds a transfer syntax that is not taken', async () => {
  const parameters = { oneOf: ['1.2.840.10008.1.2.1'] }
  expect(await transferSyntax.examine(dicomSeries([{ '00080060': 'CT' }]), parameters)).toEqual({ findings: [] })
  const dataset = datasetOf({ '00080060': 'CT' }, { syntax: '1.2.840.10008.1.2.4.100' })
  const series = dicomSeries([], { instances: [{ file: 'a', dataset }] })
  expect(await transferSyntax.examine(series, parameters)).toMatchObject({
    findings: [{ code: 'transfer-syntax-unexpected', measured: { value: '1.2.840.10008.1.2.4.100' } }],
  })
})
