import { expect, it } from 'vitest'
import { axialSlices, dicomSeries } from '../testing/dicom.ts'
import { sliceThickness } from './slice-thickness.ts'

it.each([
  ['slices-thick', '5'],
  ['slices-apart', '1'],
  ['thickness-missing', ''],
])('finds %s in slices 2 mm apart that say they are "%s" mm thick', async (code, thickness) => {
  const parameters = { most: 3, mostApart: 1.05 }
  expect(await sliceThickness.examine(dicomSeries(axialSlices(4)), parameters)).toMatchObject({ findings: [] })
  const series = dicomSeries(axialSlices(4, () => ({ '00180050': thickness })))
  expect(await sliceThickness.examine(series, parameters)).toMatchObject({ findings: [{ code }] })
})
