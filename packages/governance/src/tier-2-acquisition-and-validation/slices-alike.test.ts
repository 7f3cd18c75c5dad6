import { expect, it } from 'vitest'
import { seriesOf, volumeOf } from '../testing/series.ts'
import { slicesAlike } from './slices-alike.ts'

it('finds the same pixels in two slices, and passes empty ones', async () => {
  const volume = volumeOf([20, 20, 8], (x, y, z) => (z === 0 || z === 7 ? -1000 : x * y + (z === 5 ? 2 : z)))
  expect(await slicesAlike.examine(seriesOf({ kind: 'volume', volume }), {})).toMatchObject({
    findings: [{ code: 'slices-alike', parameters: { other: 3, slice: 6 }, where: { region: { from: [0, 0, 5] } } }],
  })
})
