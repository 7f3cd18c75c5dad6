import { expect, it } from 'vitest'
import { axialSlices, dicomSeries } from '../testing/dicom.ts'
import { uniqueInstances } from './unique-instances.ts'

const study = { id: '1.2', category: 'lung-ct', manifestHash: 'a'.repeat(64) }

it('finds two files of one SOP Instance UID, in two series too', async () => {
  const first = dicomSeries(axialSlices(3))
  expect(await uniqueInstances.examine({ ...study, series: [first] }, {})).toEqual({ findings: [] })
  const second = dicomSeries([{ '00080018': '1.2.3.2' }], { id: '1.2.4' })
  expect(await uniqueInstances.examine({ ...study, series: [first, second] }, {})).toMatchObject({
    findings: [{ code: 'instance-twice', parameters: { count: 2, other: '2' }, where: { series: '1.2.4', file: '1' } }],
  })
})
