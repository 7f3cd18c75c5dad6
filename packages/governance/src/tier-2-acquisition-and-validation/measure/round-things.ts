import { discOffsets, evenMean } from './even-disc.ts'
import type { Reduced } from './reduce-volume.ts'

/** Columns and rows to look at, first and last. */
export interface Places {
  readonly columns: readonly [number, number]
  readonly rows: readonly [number, number]
}

/** Something round and even in a slice: its middle in voxels, its level, its half width in mm, and how much of its rim is darker. */
export interface RoundThing {
  readonly x: number
  readonly y: number
  readonly mean: number
  readonly radius: number
  /** Share of 16 rays from the middle that leave it towards something darker, less how uneven they are: 1 for the middle of a disc. */
  readonly rim: number
}

/** Between middles, mm. */
const stride = 4
/** How much darker or brighter than the middle it is outside, HU, and times the noise. */
const [apart, noises] = [45, 3.5]
const leastRim = 0.5
/** Blood and organs, with contrast in them or not, HU. */
const [lowest, highest] = [10, 800]

/**
 * Round things in a slice that stand out from what is around them: an even disc of so many mm (`core` is its radius), from which at least half of 16 rays meet
 * something darker before anything brighter and within `reach` mm. Spongy bone meets its shell, which is brighter; an organ wider than
 * `reach` meets nothing.
 */
export function roundThings(
  volume: Reduced,
  z: number,
  { columns, rows }: Places,
  { noise, core, reach }: { noise: number; core: number; reach: number },
): RoundThing[] {
  const [nx, ny] = volume.size
  const [sx, sy] = volume.spacing
  const slice = volume.values.subarray(z * nx * ny, (z + 1) * nx * ny)
  const disc = discOffsets(nx, core / sx, core / sy)
  const [mx, my] = [Math.ceil(core / sx), Math.ceil(core / sy)]
  const [dx, dy] = [Math.max(1, Math.round(stride / sx)), Math.max(1, Math.round(stride / sy))]
  const rays = raysOf(volume.spacing, reach)
  const limit = Math.max(apart, noises * noise)
  const found: RoundThing[] = []
  for (let y = Math.max(rows[0], my); y <= Math.min(rows[1], ny - 1 - my); y += dy)
    for (let x = Math.max(columns[0], mx); x <= Math.min(columns[1], nx - 1 - mx); x += dx) {
      const mean = evenMean(slice, y * nx + x, disc, noise)
      if (mean === undefined || mean < lowest || mean > highest) continue
      const { share, radius, unevenness } = lookAround({ slice, nx, ny }, rays, x, y, { mean, limit })
      if (share >= leastRim) found.push({ x, y, mean, radius, rim: Math.max(0, share - unevenness) })
    }
  return found
}

/** Offsets from a middle along 16 rays, step by step. */
interface Rays {
  readonly dx: Int16Array
  readonly dy: Int16Array
  /** Steps of a ray, and the length of one, mm. */
  readonly steps: number
  readonly pace: number
}

const rayCount = 16

function raysOf([sx, sy]: readonly [number, number, number], reach: number): Rays {
  const pace = Math.min(sx, sy)
  const steps = Math.floor(reach / pace)
  const offsets = (per: number, part: (angle: number) => number) =>
    Int16Array.from({ length: rayCount * steps }, (_, i) => {
      const length = pace * ((i % steps) + 1)
      return Math.round((part((Math.floor(i / steps) * 2 * Math.PI) / rayCount) * length) / per)
    })
  return { dx: offsets(sx, Math.cos), dy: offsets(sy, Math.sin), steps, pace }
}

interface Slice {
  readonly slice: ArrayLike<number>
  readonly nx: number
  readonly ny: number
}

function lookAround(grid: Slice, rays: Rays, x: number, y: number, level: { mean: number; limit: number }) {
  const lengths: number[] = []
  for (let ray = 0; ray < rayCount; ray += 1) {
    const length = lengthOfRay(grid, rays, ray * rays.steps, x, y, level)
    if (length > 0) lengths.push(length)
  }
  const radius = lengths.reduce((sum, length) => sum + length, 0) / Math.max(1, lengths.length)
  const spread = lengths.reduce((sum, length) => sum + Math.abs(length - radius), 0) / Math.max(1, lengths.length)
  return { share: lengths.length / rayCount, radius, unevenness: radius > 0 ? spread / radius : 0 }
}

/** Millimetres until two voxels in a row are darker; 0 where something brighter comes first, or nothing within reach. */
function lengthOfRay(
  { slice, nx, ny }: Slice,
  { dx, dy, steps, pace }: Rays,
  from: number,
  x: number,
  y: number,
  { mean, limit }: { mean: number; limit: number },
): number {
  let before = mean
  for (let step = 0; step < steps; step += 1) {
    const [i, j] = [x + dx[from + step]!, y + dy[from + step]!]
    if (i < 0 || j < 0 || i >= nx || j >= ny) return 0
    const value = slice[j * nx + i]!
    if (value - mean > limit) return 0
    if ((value + before) / 2 - mean < -limit) return (step + 1) * pace
    before = value
  }
  return 0
}
