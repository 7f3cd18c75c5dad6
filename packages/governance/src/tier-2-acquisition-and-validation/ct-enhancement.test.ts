import { describe, expect, it } from 'vitest'
import { normalDeviates, seriesOf, volumeOf } from '../testing/series.ts'
import { brightestBlood, ctEnhancement } from './ct-enhancement.ts'

/** A trunk with an aorta of known HU, a liver of 60, and a spine of uneven bone of 250 on average. */
function trunk(aorta: number) {
  const normal = normalDeviates(6)
  return volumeOf(
    [200, 160, 16],
    (x, y) => {
      if (Math.hypot((x - 100) / 90, (y - 80) / 70) > 1) return -1000
      const noise = 12 * normal()
      if (Math.hypot(x - 100, y - 85) < 10) return aorta + noise
      if (Math.hypot(x - 100, y - 115) < 14) return 250 + 90 * normal()
      return (x < 70 ? 60 : 30) + noise
    },
    [1.2, 1.2, 5],
  )
}

describe('contrast in the blood', () => {
  it.each([140, 200, 350])('estimates an aorta of %d HU within 5 HU', (aorta) => {
    expect(Math.abs(brightestBlood(trunk(aorta), 12)! - aorta)).toBeLessThan(5)
  })

  it('does not take bone for blood', () => {
    expect(brightestBlood(trunk(40), 12)!).toBeLessThan(75)
  })

  it('finds a scan without contrast where an arterial one is expected', async () => {
    const series = seriesOf({ kind: 'volume', volume: trunk(45) })
    expect(await ctEnhancement.examine(series, { least: 200 })).toMatchObject({
      findings: [{ code: 'contrast-phase-odd', expected: { least: 200 } }],
    })
  })
})
