import { expect, it } from 'vitest'
import { axialSlices, dicomSeries } from '../testing/dicom.ts'
import { planeSize } from './plane-size.ts'

it('finds a slice of another size', async () => {
  const sized = (odd: number) =>
    dicomSeries(axialSlices(4, (z) => ({ '00280010': [64], '00280011': [z === 2 ? odd : 32] })))
  expect(await planeSize.examine(sized(32), {})).toEqual({ findings: [] })
  expect(await planeSize.examine(sized(48), {})).toMatchObject({
    findings: [
      {
        code: 'plane-sizes-mixed',
        parameters: { count: 1, total: 4, rows: 64, columns: 48, firstRows: 64, firstColumns: 32 },
        where: { file: '3' },
      },
    ],
  })
})
