import { expect, it } from 'vitest'
import { axialSlices, dicomSeries } from '../testing/dicom.ts'
import { planePlaces } from './plane-places.ts'

it('finds images without a place', async () => {
  expect(await planePlaces.examine(dicomSeries(axialSlices(3)), {})).toEqual({ findings: [] })
  const series = dicomSeries(axialSlices(3, (z) => (z === 1 ? { '00200032': '' } : {})))
  expect(await planePlaces.examine(series, {})).toMatchObject({
    findings: [{ code: 'plane-without-place', parameters: { count: 1, total: 3 }, where: { file: '2' } }],
  })
})
