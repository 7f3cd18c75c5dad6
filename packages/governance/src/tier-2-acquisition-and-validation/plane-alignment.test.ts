import { expect, it } from 'vitest'
import { axialSlices, dicomSeries } from '../testing/dicom.ts'
import { planeAlignment } from './plane-alignment.ts'

const at = (y: number, z: number) => ({ '00200032': `-100\\${y}\\${z}` })
const examine = (position: (z: number) => Record<string, string>) =>
  planeAlignment.examine(dicomSeries(axialSlices(5, position)), { most: 0.1 })

it('finds a slice that lies beside the others, and by how much', async () => {
  const still = await examine((z) => at(-100, z * 2))
  expect(still).toEqual({ findings: [] })
  expect(await examine((z) => at(z === 2 ? -97 : -100, z * 2))).toMatchObject({
    findings: [
      { code: 'planes-displaced', parameters: { count: 1, total: 5 }, measured: { value: 3 }, where: { file: '3' } },
    ],
  })
})

it('leaves a tilt of the gantry, positions rounded to a hundredth, and turned slices to others', async () => {
  expect(await examine((z) => at(-100 + z, z * 2))).toEqual({ findings: [] })
  expect(await examine((z) => at(z === 2 ? -99.99 : -100, z * 2))).toEqual({ findings: [] })
  const turned = await examine((z) => (z === 4 ? { ...at(-90, 8), '00200037': '0\\1\\0\\0\\0\\-1' } : at(-100, z * 2)))
  expect(turned).toEqual({ notApplicable: 'nothing-to-compare' })
})
