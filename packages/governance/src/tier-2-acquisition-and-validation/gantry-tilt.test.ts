import { expect, it } from 'vitest'
import { axialSlices, dicomSeries } from '../testing/dicom.ts'
import { gantryTilt } from './gantry-tilt.ts'

it.each([0, 8, 20])('measures a tilt of %d° that was made', async (degrees) => {
  const [c, s] = [Math.cos((degrees * Math.PI) / 180), Math.sin((degrees * Math.PI) / 180)]
  // The table runs along z; the slices are turned around x.
  const slices = axialSlices(10, () => ({ '00200037': `1\\0\\0\\0\\${c.toFixed(8)}\\${(-s).toFixed(8)}` }))
  expect(await gantryTilt.examine(dicomSeries(slices), { most: 1 })).toMatchObject({
    measurements: [{ value: expect.closeTo(degrees, 4) }],
    findings: degrees > 1 ? [{ code: 'gantry-tilted' }] : [],
  })
})
