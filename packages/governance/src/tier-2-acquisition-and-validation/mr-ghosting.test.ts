import { expect, it } from 'vitest'
import { normalDeviates, seriesOf, volumeOf } from '../testing/series.ts'
import { ghosting, mrGhosting } from './mr-ghosting.ts'

/** A head with a ghost of a known share of its signal, half a field away along the rows. */
function head(share: number) {
  const normal = normalDeviates(9)
  return volumeOf([160, 160, 6], (x, y) => {
    const object = (at: number) => (Math.hypot(x - 80, at - 80) < 50 ? 1000 : 0)
    return Math.hypot(object(y) + share * object((y + 80) % 160) + 5 * normal(), 5 * normal())
  })
}

it.each([0.02, 0.05])('measures a ghost of %f of the signal that was added, within 1 point', (share) => {
  expect(Math.abs(ghosting(head(share))! - 100 * share)).toBeLessThan(1)
})

it('passes an image without ghosts', async () => {
  const of = (share: number) => seriesOf({ kind: 'volume', volume: head(share) })
  expect(await mrGhosting.examine(of(0), { most: 2.5 })).toMatchObject({ findings: [] })
  expect(await mrGhosting.examine(of(0.06), { most: 2.5 })).toMatchObject({ findings: [{ code: 'mr-ghosts' }] })
})
