import type { Volume } from '@assay/formats'

/** Side of a window, voxels. */
const side = 9
/** Fewer windows than these say nothing of a series. */
const leastWindows = 200
/** Classes of the histogram: each 2 % above the one before, from 0.1 on. The spread of a window's deviation is 8 %. */
const [least, ratio, bins] = [0.1, 1.02, 512]

/**
 * Global noise level of a CT: windows of 9 × 9 voxels in a slice whose mean lies in soft tissue give a standard deviation each;
 * the level is the most frequent one (a parabola through the histogram's peak, smoothed over nine classes), since windows
 * across edges are only ever higher.
 * @returns the level in the volume's unit, and how many windows gave it; undefined below 200 windows
 * Source: Christianson, Winslow, Frush, Samei, Automated technique to measure noise in clinical CT examinations, AJR 2015;205:W93–W99.
 */
export function globalNoise(
  { values, size }: Pick<Volume, 'values' | 'size'>,
  [low, high]: readonly [number, number],
): { level: number; windows: number } | undefined {
  const [nx, ny, nz] = size
  const histogram = new Float64Array(bins)
  let windows = 0
  for (let z = 0; z < nz; z += 1)
    for (let y = 0; y + side <= ny; y += side)
      for (let x = 0; x + side <= nx; x += side) {
        const deviation = windowDeviation(values, (z * ny + y) * nx + x, nx, low, high)
        if (deviation === undefined) continue
        windows += 1
        const bin = Math.round(Math.log(deviation / least) / Math.log(ratio))
        if (bin < bins) histogram[Math.max(0, bin)]! += 1
      }
  return windows < leastWindows ? undefined : { level: least * ratio ** peakOf(histogram), windows }
}

/** Standard deviation in a window; undefined where its mean lies outside. */
function windowDeviation(values: Volume['values'], start: number, nx: number, low: number, high: number) {
  // Cheap first: most windows of a chest are air or lung all over.
  const middle = values[start + (side >> 1) * (nx + 1)]!
  const reach = high - low
  if (middle < low - 4 * reach || middle > high + 4 * reach) return undefined
  let sum = 0
  let squares = 0
  for (let row = 0, at = start; row < side; row += 1, at += nx)
    for (let x = at; x < at + side; x += 1) {
      const value = values[x]! - low
      sum += value
      squares += value * value
    }
  const count = side * side
  const mean = sum / count
  if (mean < 0 || mean > reach) return undefined
  return Math.sqrt(Math.max(0, (squares - sum * mean) / (count - 1)))
}

/** Place of a histogram's peak in classes, between classes by a parabola. */
function peakOf(histogram: Float64Array): number {
  const smooth = histogram.map((_, i) => {
    let sum = 0
    for (let j = i - 4; j <= i + 4; j += 1) sum += histogram[j] ?? 0
    return sum
  })
  const peak = smooth.reduce((best, count, i) => (count > smooth[best]! ? i : best), 0)
  const [before, at, after] = [smooth[peak - 1] ?? 0, smooth[peak]!, smooth[peak + 1] ?? 0]
  const bend = before - 2 * at + after
  return peak + (bend < 0 ? (before - after) / (2 * bend) : 0)
}
