import { expect, it } from 'vitest'
import { normalDeviates, seriesOf, volumeOf } from '../testing/series.ts'
import { mrSignalToNoise, mrSignalToNoiseCheck } from './mr-signal-to-noise.ts'

/** Magnitude of a signal with complex noise of a known deviation: Rayleigh in air, Rice in the object. */
function head(signal: number, deviation: number) {
  const normal = normalDeviates(8)
  return volumeOf([160, 160, 9], (x, y) => {
    const real = (Math.hypot(x - 80, y - 80) < 50 ? signal : 0) + deviation * normal()
    return Math.hypot(real, deviation * normal())
  })
}

it.each([
  [800, 40],
  [1000, 20],
])('measures a signal of %d with complex noise of %d, within 6 %%', (signal, deviation) => {
  expect(Math.abs(mrSignalToNoise(head(signal, deviation))! / (signal / deviation) - 1)).toBeLessThan(0.06)
})

it('says nothing of an image without its background', async () => {
  const series = seriesOf({ kind: 'volume', volume: volumeOf([60, 60, 3], (x) => (x > 20 && x < 40 ? 500 : 0)) })
  expect(await mrSignalToNoiseCheck.examine(series, { least: 10 })).toEqual({ notApplicable: 'no-background' })
})
