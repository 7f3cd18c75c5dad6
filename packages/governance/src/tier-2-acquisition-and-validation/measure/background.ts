import type { Volume } from '@assay/formats'

/** Deviation of the air around a body in one slice, and the body's mean. */
export interface Background {
  /** Standard deviation over the four corners. */
  readonly deviation: number
  /** Mean over the middle of the object: voxels above half of the slice's 99th percentile. */
  readonly object: number
}

/** Share of the image's side that a strip or corner takes. */
const share = 1 / 12

/** Background and object of a slice; undefined where the background was set to one value. */
export function backgroundOf({ values, size: [nx, ny] }: Volume, z: number): Background | undefined {
  const slice = values.subarray(z * nx * ny, (z + 1) * nx * ny)
  const [w, h] = [Math.max(4, Math.floor(nx * share)), Math.max(4, Math.floor(ny * share))]
  const region = (x0: number, x1: number, y0: number, y1: number) => statistics(slice, nx, x0, x1, y0, y1)
  const corners = [
    region(0, w, 0, h),
    region(nx - w, nx, 0, h),
    region(0, w, ny - h, ny),
    region(nx - w, nx, ny - h, ny),
  ]
  // A coil that reaches one corner, or a warped edge, shows as spread: the evenest corner is noise.
  const deviation = Math.min(...corners.map((corner) => corner.deviation))
  if (deviation === 0) return undefined
  return { deviation, object: objectMean(slice) }
}

function statistics(slice: Volume['values'], nx: number, x0: number, x1: number, y0: number, y1: number) {
  let [sum, squares] = [0, 0]
  const count = (x1 - x0) * (y1 - y0)
  for (let y = y0; y < y1; y += 1)
    for (let at = y * nx + x0; at < y * nx + x1; at += 1) {
      sum += slice[at]!
      squares += slice[at]! ** 2
    }
  const mean = sum / count
  return { mean, deviation: Math.sqrt(Math.max(0, (squares - sum * mean) / (count - 1))) }
}

function objectMean(slice: Volume['values']): number {
  const sample = Float64Array.from({ length: Math.ceil(slice.length / 16) }, (_, i) => slice[16 * i]!).sort()
  const half = sample[Math.floor(sample.length * 0.99)]! / 2
  let [sum, count] = [0, 0]
  for (const value of sample) {
    if (value <= half) continue
    sum += value
    count += 1
  }
  return count === 0 ? 0 : sum / count
}
