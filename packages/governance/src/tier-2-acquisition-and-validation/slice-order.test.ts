import { expect, it } from 'vitest'
import { axialSlices, dicomSeries } from '../testing/dicom.ts'
import { sliceOrder } from './slice-order.ts'

it('takes numbers that rise or fall with the place, and finds two that were exchanged', async () => {
  expect(await sliceOrder.examine(dicomSeries(axialSlices(8)), {})).toEqual({ findings: [] })
  const falling = axialSlices(8, (z) => ({ '00200013': `${80 - z}` }))
  expect(await sliceOrder.examine(dicomSeries(falling), {})).toEqual({ findings: [] })
  const exchanged = axialSlices(8, (z) => (z === 3 ? { '00200013': '5' } : z === 4 ? { '00200013': '4' } : {}))
  expect(await sliceOrder.examine(dicomSeries(exchanged), {})).toMatchObject({
    findings: [{ code: 'slices-out-of-order', parameters: { count: 1 }, where: { file: '5' } }],
  })
})
