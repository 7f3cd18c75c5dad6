import { expect, it } from 'vitest'
import { axialSlices, dicomSeries } from '../testing/dicom.ts'
import { frameOfReference } from './frame-of-reference.ts'

it('finds a second frame of reference', async () => {
  expect(await frameOfReference.examine(dicomSeries(axialSlices(4)), {})).toEqual({ findings: [] })
  const series = dicomSeries(axialSlices(4, (z) => (z === 3 ? { '00200052': '1.2.10' } : {})))
  expect(await frameOfReference.examine(series, {})).toMatchObject({
    findings: [{ code: 'frames-of-reference', parameters: { count: 2 }, where: { file: '4' } }],
  })
})
