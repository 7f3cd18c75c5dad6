import { discOffsets, evenMean } from './even-disc.ts'
import type { Reduced } from './reduce-volume.ts'
import type { Places } from './round-things.ts'

/** Of a disc and of the grid of discs, millimetres; levels of organs, HU; classes of their histogram, HU. */
const [radius, stride, range, bin] = [12, 6, [-20, 260], 4] as const
/** Fewest discs that an organ holds. */
const fewest = 60

/** The most frequent level of even discs of 24 mm: that of the largest even organ there, HU. Undefined where there is none. */
export function evenLevel(
  volume: Reduced,
  slices: readonly number[],
  { columns, rows }: Places,
  noise: number,
): number | undefined {
  const [nx, ny] = volume.size
  const [rx, ry] = [radius / volume.spacing[0], radius / volume.spacing[1]]
  const disc = discOffsets(nx, rx, ry)
  const [dx, dy] = [stride / volume.spacing[0], stride / volume.spacing[1]].map((step) =>
    Math.max(1, Math.round(step)),
  ) as [number, number]
  const histogram = new Float64Array((range[1] - range[0]) / bin)
  let count = 0
  for (const z of slices)
    for (let y = Math.max(rows[0], Math.ceil(ry)); y <= Math.min(rows[1], ny - 1 - ry); y += dy)
      for (let x = Math.max(columns[0], Math.ceil(rx)); x <= Math.min(columns[1], nx - 1 - rx); x += dx) {
        const mean = evenMean(volume.values, (z * ny + y) * nx + x, disc, noise)
        if (mean === undefined || mean < range[0] || mean >= range[1]) continue
        histogram[Math.floor((mean - range[0]) / bin)]! += 1
        count += 1
      }
  return count < fewest ? undefined : range[0] + bin * (peak(histogram) + 0.5)
}

/** The fullest class with its neighbours, and between classes their mean. */
function peak(histogram: Float64Array): number {
  const around = (i: number) => [i - 2, i - 1, i, i + 1, i + 2]
  const sum = (i: number) => around(i).reduce((total, j) => total + (histogram[j] ?? 0), 0)
  let best = 0
  for (let i = 1; i < histogram.length; i += 1) if (sum(i) > sum(best)) best = i
  return around(best).reduce((total, j) => total + j * (histogram[j] ?? 0), 0) / sum(best)
}
