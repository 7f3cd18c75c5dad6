import { expect, it } from 'vitest'
import { normalDeviates, seriesOf, volumeOf } from '../testing/series.ts'
import { ctLungCoverage } from './ct-lung-coverage.ts'

/** A chest whose lungs are cones: from nothing at the top to their largest at the bottom. */
const normal = normalDeviates(5)
const chest = volumeOf([240, 240, 20], (x, y, z) => {
  if (Math.hypot((x - 120) / 115, (y - 120) / 85) > 1) return -1000 + 10 * normal()
  const lung = Math.min(Math.hypot(x - 70, y - 120), Math.hypot(x - 170, y - 120)) < 4 * Math.min(z, 19 - z)
  return (lung ? -830 : 40) + 10 * normal()
})

it('passes lungs that the scan covers, and finds those that end with it', async () => {
  const whole = seriesOf({ kind: 'volume', volume: chest })
  expect(await ctLungCoverage.examine(whole, { most: 20 })).toMatchObject({ findings: [] })
  const [nx, ny] = chest.size
  const half = { ...chest, size: [nx, ny, 10] as const, values: chest.values.slice(0, nx * ny * 10) }
  expect(await ctLungCoverage.examine(seriesOf({ kind: 'volume', volume: half }), { most: 20 })).toMatchObject({
    findings: [{ code: 'lung-cut-off', where: { region: { from: [0, 0, 9] } } }],
  })
})
