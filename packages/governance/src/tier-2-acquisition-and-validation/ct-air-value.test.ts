import { expect, it } from 'vitest'
import { normalDeviates, seriesOf, volumeOf } from '../testing/series.ts'
import { airValue, ctAirValue } from './ct-air-value.ts'

/** A body in air of a known value, in a field of padding. */
function scan(air: number) {
  const normal = normalDeviates(3)
  return volumeOf([120, 120, 4], (x, y) => {
    const from = Math.hypot(x - 60, y - 60)
    return from > 58 ? -2000 : (from > 35 ? air : 40) + 8 * normal()
  })
}

it.each([-1000, -1024, -976])('measures air of %d HU, whatever stands outside the field', (air) => {
  expect(Math.abs(airValue(scan(air))! - air)).toBeLessThan(1)
})

it('finds a wrong rescaling', async () => {
  const limits = { least: -1030, most: -970 }
  const of = (air: number) => seriesOf({ kind: 'volume', volume: scan(air) })
  expect(await ctAirValue.examine(of(-1000), limits)).toMatchObject({ findings: [] })
  expect(await ctAirValue.examine(of(-1100), limits)).toMatchObject({ findings: [{ code: 'air-value-odd' }] })
})
