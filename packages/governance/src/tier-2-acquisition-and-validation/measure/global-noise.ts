import type { Volume } from '@assay/formats'
import { eachWindow } from './each-window.ts'

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
  volume: Pick<Volume, 'values' | 'size'>,
  [low, high]: readonly [number, number],
): { level: number; windows: number } | undefined {
  const histogram = new Float64Array(bins)
  let windows = 0
  const reach = 4 * (high - low)
  eachWindow(volume, [low - reach, high + reach], (mean, deviation) => {
    if (mean < low || mean > high) return
    windows += 1
    const bin = Math.round(Math.log(deviation / least) / Math.log(ratio))
    if (bin < bins) histogram[Math.max(0, bin)]! += 1
  })
  return windows < leastWindows ? undefined : { level: least * ratio ** peakOf(histogram), windows }
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
