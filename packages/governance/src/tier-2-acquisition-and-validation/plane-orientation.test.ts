import { expect, it } from 'vitest'
import { axialSlices, dicomSeries } from '../testing/dicom.ts'
import { planeOrientation } from './plane-orientation.ts'

it.each([
  ['a coronal slice', '1\\0\\0\\0\\0\\-1', 90],
  ['a slice that is mirrored', '-1\\0\\0\\0\\1\\0', 180],
  ['a slice turned by 5°', '0.9961947\\0.0871557\\0\\-0.0871557\\0.9961947\\0', 5],
])('finds %s among axial ones', async (_, orientation, angle) => {
  expect(await planeOrientation.examine(dicomSeries(axialSlices(4)), { most: 0.5 })).toMatchObject({ findings: [] })
  const series = dicomSeries(axialSlices(4, (z) => (z === 2 ? { '00200037': orientation } : {})))
  expect(await planeOrientation.examine(series, { most: 0.5 })).toMatchObject({
    measurements: [{ value: expect.closeTo(angle, 3) }],
    findings: [{ code: 'orientation-mixed', parameters: { count: 1, total: 4 }, where: { file: '3' } }],
  })
})
