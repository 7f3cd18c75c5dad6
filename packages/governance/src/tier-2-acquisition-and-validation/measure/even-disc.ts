import type { Reduced } from './reduce-volume.ts'

/** Standard deviation that an even disc has at most: so many times the noise, and this much, HU. */
const [times, least] = [1.5, 8]

/** Offsets of a disc's voxels from its middle, in a slice of so many columns; half axes in voxels. */
export function discOffsets(columns: number, rx: number, ry: number): Int32Array {
  const offsets: number[] = []
  for (let y = -Math.floor(ry); y <= ry; y += 1)
    for (let x = -Math.floor(rx); x <= rx; x += 1) if ((x / rx) ** 2 + (y / ry) ** 2 <= 1) offsets.push(y * columns + x)
  return Int32Array.from(offsets)
}

/** Mean over a disc whose voxels differ by no more than noise; undefined for others. */
export function evenMean(values: ArrayLike<number>, at: number, disc: Int32Array, noise: number): number | undefined {
  const most = Math.max(least, times * noise)
  const middle = values[at]!
  let [sum, squares] = [0, 0]
  for (const offset of disc) {
    const value = values[at + offset]! - middle
    // Far off: an edge runs through the disc.
    if (value > 8 * most || value < -8 * most) return undefined
    sum += value
    squares += value * value
  }
  const mean = sum / disc.length
  return squares / disc.length - mean * mean > most * most ? undefined : middle + mean
}

/** Slices that are enough to know the noise. */
const mostSlices = 20
/** Radius of the discs that noise is measured in and their distance, mm; their mean, HU; the share of them that are evener than the level. */
const [radius, stride, tissue, quantile] = [5, 8, [0, 100], 0.25] as const

/**
 * Noise of a reduced volume: the lower quartile of the standard deviations of discs of 10 mm in soft tissue, since edges only ever raise
 * them, HU. Windows of nine voxels, as the noise of a whole volume is measured in, are too large here.
 * @returns undefined below 50 discs
 */
export function discNoise({ values, size: [nx, ny, nz], spacing: [sx, sy] }: Reduced): number | undefined {
  const disc = discOffsets(nx, radius / sx, radius / sy)
  const [mx, my] = [Math.ceil(radius / sx), Math.ceil(radius / sy)]
  const [dx, dy] = [Math.max(1, Math.round(stride / sx)), Math.max(1, Math.round(stride / sy))]
  const deviations: number[] = []
  for (let z = 0; z < nz; z += Math.ceil(nz / mostSlices))
    for (let y = my; y < ny - my; y += dy)
      for (let x = mx; x < nx - mx; x += dx) {
        const { mean, variance } = momentsOf(values, (z * ny + y) * nx + x, disc)
        if (mean >= tissue[0] && mean <= tissue[1]) deviations.push(Math.sqrt(variance))
      }
  return deviations.length < 50 ? undefined : deviations.sort((a, b) => a - b)[Math.floor(deviations.length * quantile)]
}

function momentsOf(values: ArrayLike<number>, at: number, disc: Int32Array): { mean: number; variance: number } {
  const middle = values[at]!
  let [sum, squares] = [0, 0]
  for (const offset of disc) {
    const value = values[at + offset]! - middle
    sum += value
    squares += value * value
  }
  const mean = sum / disc.length
  return { mean: middle + mean, variance: Math.max(0, squares / disc.length - mean * mean) }
}
