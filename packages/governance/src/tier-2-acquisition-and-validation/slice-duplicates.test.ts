import { expect, it } from 'vitest'
import { axialSlices, dicomSeries } from '../testing/dicom.ts'
import { sliceDuplicates } from './slice-duplicates.ts'

it('finds slices at one place under other identifiers', async () => {
  expect(await sliceDuplicates.examine(dicomSeries(axialSlices(5)), {})).toEqual({ findings: [] })
  const doubled = axialSlices(6, (z) => (z === 5 ? { '00200032': '-100\\-100\\4' } : {}))
  expect(await sliceDuplicates.examine(dicomSeries(doubled), {})).toMatchObject({
    findings: [{ code: 'slices-at-one-place', parameters: { count: 1, total: 6 }, where: { file: '6' } }],
  })
})
