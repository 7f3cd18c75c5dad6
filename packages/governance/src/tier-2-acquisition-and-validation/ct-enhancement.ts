import type { Volume } from '@assay/formats'
import { z } from 'zod'
import { formCheck } from '../subject/form-checks.ts'
import { globalNoise } from './measure/global-noise.ts'
import { hounsfield } from './measure/hounsfield.ts'
import { judgeValue } from './measure/judge-value.ts'

const parameters = z.strictObject({
  /** Of the blood in large vessels, HU; what is left out is not asked. */
  least: z.number().optional(),
  most: z.number().optional(),
})

/**
 * Contrast phase by the blood: how bright the brightest even discs of 10 mm are. A heuristic, since an organ that takes up contrast
 * can be brighter than the aorta; it tells a scan without contrast from an arterial one, whatever the header says.
 * Source: see `brightestBlood`.
 */
export const ctEnhancement = formCheck<'volume', z.infer<typeof parameters>>('volume', {
  id: 'ct-enhancement',
  version: 1,
  tier: 2,
  parameters,
  measure: ({ volume }, { least, most }, series) => {
    const noise = globalNoise(volume, [-50, 150])
    const value = noise && brightestBlood(volume, noise.level)
    if (value === undefined) return { notApplicable: 'too-little-tissue' }
    const where = { series: series.id }
    return judgeValue({ name: 'blood', value, unit: hounsfield, least, most, where, code: 'contrast-phase-odd' })
  },
})

/** Of a disc, of the grid of discs, between slices, millimetres. */
const [radius, stride, step] = [5, 4, 5]
/** Bones and metal begin above; blood without contrast lies at 40. */
const [lowest, highest] = [0, 700]
const leastSlices = 3
/** By how much a mean from running sums may be off through rounding, HU: only discs surely darker are passed over. */
const slack = 1e-3

/**
 * Of each slice (every 5 mm) the mean of the brightest even disc of 10 mm across: one whose standard deviation is at most 1.5 times the
 * noise (at least 10 HU), which spongy bone and edges are not. The median over the upper half of the slices, HU.
 * @returns undefined where fewer than three slices have such a disc
 */
export function brightestBlood(volume: Volume, noise: number): number | undefined {
  const [nx, ny, nz] = volume.size
  const [sx, sy, sz] = volume.spacing
  const disc = discOffsets(nx, radius / sx, radius / sy)
  const spans = discSpans(nx, radius / sx, radius / sy)
  const sums = new Float64Array(ny * (nx + 1))
  const [dx, dy] = [Math.max(1, Math.round(stride / sx)), Math.max(1, Math.round(stride / sy))]
  const [mx, my] = [Math.ceil(radius / sx), Math.ceil(radius / sy)]
  const mostSquared = Math.max(10, 1.5 * noise) ** 2
  const best: number[] = []
  for (let z = 0; z < nz; z += Math.max(1, Math.round(step / sz))) {
    let brightest = lowest
    sumRows(volume.values.subarray(z * nx * ny, (z + 1) * nx * ny), nx, sums)
    for (let y = my; y < ny - my; y += dy)
      for (let x = mx; x < nx - mx; x += dx)
        if (spanSum(sums, y * (nx + 1) + x, spans) >= (brightest - slack) * disc.length)
          brightest = Math.max(brightest, discMean(volume.values, (z * ny + y) * nx + x, disc, brightest, mostSquared))
    if (brightest > lowest) best.push(brightest)
  }
  if (best.length < leastSlices) return undefined
  best.sort((a, b) => a - b)
  return best[Math.floor(best.length * 0.75)]
}

/** Running sums along each row of a slice, one longer than the row: a disc's sum is then two look-ups a row. */
function sumRows(slice: Volume['values'], nx: number, sums: Float64Array): void {
  let to = 0
  for (let at = 0; at < slice.length; ) {
    let sum = 0
    sums[to++] = 0
    for (const end = at + nx; at < end; at += 1) sums[to++] = sum += slice[at]!
  }
}

/** Sum over the disc around `at`, from running sums; `spans` are beginnings and ends of its rows, in turn. */
function spanSum(sums: Float64Array, at: number, spans: Int32Array): number {
  let sum = 0
  for (let i = 0; i < spans.length; i += 2) sum += sums[at + spans[i + 1]!]! - sums[at + spans[i]!]!
  return sum
}

/** Mean over an even disc that is brighter than what was found; else `found`. */
function discMean(values: Volume['values'], at: number, disc: Int32Array, found: number, mostSquared: number): number {
  const middle = values[at]!
  const reach = 4 * Math.sqrt(mostSquared)
  if (middle < found - reach || middle > highest + reach) return found
  let [sum, squares] = [0, 0]
  for (const offset of disc) {
    const value = values[at + offset]! - middle
    sum += value
    squares += value * value
    // Far off: an edge runs through the disc.
    if (value > 2 * reach || value < -2 * reach) return found
  }
  const mean = sum / disc.length
  if (squares / disc.length - mean * mean > mostSquared) return found
  return middle + mean <= highest ? middle + mean : found
}

function discOffsets(nx: number, rx: number, ry: number): Int32Array {
  const offsets: number[] = []
  for (let y = -Math.floor(ry); y <= ry; y += 1)
    for (let x = -Math.floor(rx); x <= rx; x += 1) if ((x / rx) ** 2 + (y / ry) ** 2 <= 1) offsets.push(y * nx + x)
  return Int32Array.from(offsets)
}

/** The rows of the same disc in running sums: where each begins and where it ends, from the middle. */
function discSpans(nx: number, rx: number, ry: number): Int32Array {
  const spans: number[] = []
  for (let y = -Math.floor(ry); y <= ry; y += 1) {
    const reach = Math.floor(rx)
    const within = Array.from({ length: 2 * reach + 1 }, (_, i) => i - reach).filter(
      (x) => (x / rx) ** 2 + (y / ry) ** 2 <= 1,
    )
    if (within.length > 0) spans.push(y * (nx + 1) + within[0]!, y * (nx + 1) + within.at(-1)! + 1)
  }
  return Int32Array.from(spans)
}
