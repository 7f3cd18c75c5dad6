import { expect, it } from 'vitest'
import { seriesOf, volumeOf } from '../testing/series.ts'
import { bodyOnEdge, ctTruncation } from './ct-truncation.ts'

/** A round body of the radius, in voxels, whose middle is shifted to the right in the third slice. */
const body = (radius: number, shift: number) =>
  volumeOf([200, 200, 5], (x, y, z) => {
    const noise = (7 * x + 3 * y) % 5
    return (Math.hypot(x - 99.5 - (z === 2 ? shift : 0), y - 99.5) < radius ? 40 : -1000) + noise
  })

it('measures the share of the edge that a body cut on one side covers, as geometry has it', () => {
  expect(bodyOnEdge(body(90, 0))).toEqual({ share: 0, slice: 0 })
  const { share, slice } = bodyOnEdge(body(90, 40))
  // The chord of the circle on the right edge, 59.5 voxels from its middle, of 796 voxels around.
  expect(share).toBeCloseTo((100 * 2 * Math.sqrt(90 ** 2 - 59.5 ** 2)) / 796, 0)
  expect(slice).toBe(2)
})

it('measures on the circle of reconstruction where the corners are padding', () => {
  const padded = volumeOf([200, 200, 1], (x, y) => {
    if (Math.hypot(x - 99.5, y - 99.5) > 99.5) return -2000
    return y > 99.5 ? 40 : -1000
  })
  expect(bodyOnEdge(padded).share).toBeCloseTo(50, 0)
})

it('says in which slice', async () => {
  const series = seriesOf({ kind: 'volume', volume: body(90, 40) })
  expect(await ctTruncation.examine(series, { most: 5 })).toMatchObject({
    findings: [{ code: 'body-cut-off', where: { region: { from: [0, 0, 2], to: [199, 199, 2] } } }],
  })
})
