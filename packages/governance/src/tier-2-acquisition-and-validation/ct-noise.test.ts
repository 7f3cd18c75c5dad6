import { describe, expect, it } from 'vitest'
import { normalDeviates, seriesOf, volumeOf } from '../testing/series.ts'
import { ctNoise } from './ct-noise.ts'
import { globalNoise } from './measure/global-noise.ts'

/** A body of soft tissue with lungs of air and ribs in it, to which noise of a known deviation is added. */
function chest(deviation: number, seed = 1) {
  const normal = normalDeviates(seed)
  return volumeOf([180, 180, 6], (x, y) => {
    const from = Math.hypot((x - 90) / 80, (y - 90) / 60)
    if (from > 1) return -1000 + normal() * deviation
    const lung = Math.min(Math.hypot(x - 55, y - 90), Math.hypot(x - 125, y - 90)) < 26
    const rib = from > 0.9 && x % 24 < 6
    return (lung ? -850 : rib ? 700 : 45) + normal() * deviation
  })
}

describe('noise of a CT', () => {
  it.each([5, 12, 30, 55])(
    'measures noise of %d HU that was added to a chest of known HU, within 3 %%',
    (deviation) => {
      const { level } = globalNoise(chest(deviation), [0, 100])!
      expect(Math.abs(level / deviation - 1)).toBeLessThan(0.03)
    },
  )

  it('says nothing of a volume without soft tissue', () => {
    expect(
      globalNoise(
        volumeOf([90, 90, 4], () => -1000),
        [0, 100],
      ),
    ).toBeUndefined()
  })

  it('finds noise above the limit, and passes noise below it', async () => {
    const series = seriesOf({ kind: 'volume', volume: chest(30) })
    expect(await ctNoise.examine(series, { most: 40, tissue: [0, 100] })).toMatchObject({ findings: [] })
    expect(await ctNoise.examine(series, { most: 20, tissue: [0, 100] })).toMatchObject({
      findings: [{ code: 'noise-too-high', expected: { most: 20 } }],
    })
  })
})
