import type { Photograph } from '@assay/formats'
import { boxMean, type Plane2d } from './box-mean.ts'
import { fitCircle } from './fit-circle.ts'

/** What a fundus photograph is graded by. */
export interface FundusMeasures {
  /** Share of the whole round field, by a circle around it, that is lit and in the picture. */
  readonly field: number
  /** Fine structure (vessels' edges) over coarse structure in the green channel: blur lowers it. */
  readonly focus: number
  /** Median brightness of the field, of the range of values. */
  readonly brightness: number
  /** Darkest over brightest tenth of the field, smoothed over a fifteenth of its width. */
  readonly evenness: number
}

/** Pixels across the field at which focus is measured, whatever the camera's resolution. */
const across = 512
/** The field begins where brightness is this share of the brightest hundredth. */
const lit = 0.12

/** Measures a fundus photograph; undefined where no round field can be seen. Source: definitions of this platform; grades after EyeQ. */
export function fundusMeasures(photograph: Photograph): FundusMeasures | undefined {
  const overview = fieldCircle(brightnessOf(photograph, 4))
  if (!overview || overview.radius < 16) return undefined
  const step = Math.max(1, Math.round((8 * overview.radius) / across))
  const bright = brightnessOf(photograph, step)
  const mask = fieldMask(bright)
  const inside = mask.reduce((sum, value) => sum + value, 0)
  const radius = (4 * overview.radius) / step
  const smoothed = within(boxMean(bright, Math.round(radius / 15), mask), mask)
  return {
    field: Math.min(1, inside / (Math.PI * radius ** 2)),
    focus: focusOf(greenOf(photograph, step), mask),
    brightness: within(bright.values, mask)[inside >> 1]!,
    evenness: smoothed[Math.floor(0.1 * inside)]! / Math.max(1e-9, smoothed[Math.floor(0.9 * inside)]!),
  }
}

/** Root mean square of the structure between 3 and 7 pixels over that between 7 and 31, away from the field's edge. */
function focusOf(green: Plane2d, mask: Float64Array): number {
  const inner = Float64Array.from(
    boxMean(
      { ...green, values: mask },
      15,
      mask.map(() => 1),
    ),
    (share) => (share > 0.999 ? 1 : 0),
  )
  const [fine, middle, coarse] = [1, 3, 15].map((radius) => boxMean(green, radius, mask)) as [
    Float64Array,
    Float64Array,
    Float64Array,
  ]
  return rms(fine, middle, inner) / Math.max(1e-9, rms(middle, coarse, inner))
}

function rms(a: Float64Array, b: Float64Array, mask: Float64Array): number {
  let [sum, count] = [0, 0]
  for (let i = 0; i < a.length; i += 1) {
    if (mask[i] === 0) continue
    sum += (a[i]! - b[i]!) ** 2
    count += 1
  }
  return Math.sqrt(sum / Math.max(1, count))
}

/** Values in the mask, rising. */
function within(values: Float64Array, mask: Float64Array): Float64Array {
  return values.filter((_, i) => mask[i] === 1).sort()
}

function fieldMask({ values }: Plane2d): Float64Array {
  const high = Float64Array.from(values).sort()[Math.floor(0.99 * values.length)]!
  return values.map((value) => (value > lit * high && high > 0.02 ? 1 : 0))
}

/** The circle around the field, by where each row of lit pixels begins and ends inside the picture. */
function fieldCircle(plane: Plane2d) {
  const mask = fieldMask(plane)
  const points: [number, number][] = []
  for (let y = 0; y < plane.height; y += 1) {
    const row = mask.subarray(y * plane.width, (y + 1) * plane.width)
    const ends = [row.indexOf(1), row.lastIndexOf(1)]
    for (const x of ends) if (x > 0 && x < plane.width - 1) points.push([x, y])
  }
  return fitCircle(points)
}

const brightnessOf = (photograph: Photograph, step: number) => reduced(photograph, step, [0, 1, 2])
const greenOf = (photograph: Photograph, step: number) => reduced(photograph, step, [1])

/** Means of squares of pixels over the channels, as a share of the range. */
function reduced(
  { width, height, channels, bitsStored, values }: Photograph,
  step: number,
  wanted: readonly number[],
): Plane2d {
  const [w, h] = [Math.floor(width / step), Math.floor(height / step)]
  const picked = channels === 1 ? [0] : wanted
  const scale = 1 / (step * step * picked.length * (2 ** bitsStored - 1))
  const result = new Float64Array(w * h)
  for (let y = 0; y < h * step; y += 1)
    for (let x = 0; x < w * step; x += 1) {
      const at = (y * width + x) * channels
      const to = Math.floor(y / step) * w + Math.floor(x / step)
      for (const channel of picked) result[to]! += values[at + channel]! * scale
    }
  return { width: w, height: h, values: result }
}
