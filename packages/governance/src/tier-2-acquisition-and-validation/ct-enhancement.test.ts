import type { Volume } from '@assay/formats'
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

/** The definition, disc by disc and voxel by voxel. */
function plainly(volume: Volume, noise: number): number {
  const [nx, ny, nz] = volume.size
  const [sx, sy, sz] = volume.spacing
  const best: number[] = []
  for (let z = 0; z < nz; z += Math.max(1, Math.round(5 / sz))) {
    const means = [0]
    for (let y = Math.ceil(5 / sy); y < ny - Math.ceil(5 / sy); y += Math.round(4 / sy))
      for (let x = Math.ceil(5 / sx); x < nx - Math.ceil(5 / sx); x += Math.round(4 / sx))
        means.push(evenMean(volume, [x, y, z], noise))
    best.push(Math.max(...means))
  }
  return best.sort((a, b) => a - b)[Math.floor(best.length * 0.75)]!
}

function evenMean(
  { size: [nx, ny], spacing: [sx, sy], values }: Volume,
  [x, y, z]: [number, number, number],
  noise: number,
): number {
  const middle = values[(z * ny + y) * nx + x]!
  const disc: number[] = []
  for (let j = -5; j <= 5; j += 1)
    for (let i = -7; i <= 7; i += 1)
      if ((i / (5 / sx)) ** 2 + (j / (5 / sy)) ** 2 <= 1) disc.push(values[(z * ny + y + j) * nx + x + i]! - middle)
  const mean = disc.reduce((a, b) => a + b, 0) / disc.length
  const variance = disc.reduce((a, b) => a + b * b, 0) / disc.length - mean * mean
  return variance <= (1.5 * noise) ** 2 && middle + mean <= 700 ? middle + mean : 0
}

describe('contrast in the blood', () => {
  it.each([140, 200, 350])('estimates an aorta of %d HU within 5 HU', (aorta) => {
    expect(Math.abs(brightestBlood(trunk(aorta), 12)! - aorta)).toBeLessThan(5)
  })

  it.each([
    { spacing: [1, 1, 5], shift: 0 },
    { spacing: [0.8, 1.3, 2], shift: 0.37 },
  ] as const)('passes over no disc that a plain look at every disc takes: $spacing', ({ spacing, shift }) => {
    const normal = normalDeviates(9)
    const shade = (x: number, y: number, z: number) => 40 + 2 * x + 20 * ((y >> 5) % 3) + 5 * z + 11.3 * normal()
    const volume = volumeOf([90, 80, 7], shade, spacing)
    const values = shift === 0 ? volume.values : Float32Array.from(volume.values, (value) => value * 1.01 + shift)
    expect(brightestBlood({ ...volume, values }, 12)).toBe(plainly({ ...volume, values }, 12))
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
