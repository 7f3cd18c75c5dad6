import type { Volume } from '@assay/formats'

/** Means over the air beside an object in one slice, and over the object. */
export interface GhostStrips {
  /** Above and below it, where ghosts lie that are displaced along the columns. */
  readonly alongColumns: number
  /** Left and right of it, where ghosts lie that are displaced along the rows. */
  readonly alongRows: number
  readonly object: number
}

/** Of the object's mean, what a pixel of the object has at least: ghosts, as far as they are looked for, stay below. */
const share = 0.35
/** Of a column's or row's pixels, how many are the object's where it lies there. */
const filled = 0.08
/** Pixels that are left out at the image's edge, which filters warp; fewest pixels of a strip that says something. */
const [edge, fewest] = [2, 150]

/**
 * The strips of air straight above, below, left and right of the object (the box around the columns and rows that it fills, and a fortieth of
 * the side around that). Undefined where either pair of strips is too small, as where the object fills the image from side to side.
 */
export function ghostStrips({ values, size: [nx, ny] }: Volume, z: number): GhostStrips | undefined {
  const slice = values.subarray(z * nx * ny, (z + 1) * nx * ny)
  const object = objectMean(slice)
  if (object <= 0) return undefined
  const box = boxOf(slice, nx, ny, share * object)
  if (!box) return undefined
  const { x0, x1, y0, y1 } = box
  const mean = (...regions: readonly (readonly [number, number, number, number])[]) => meanOver(slice, nx, regions)
  const alongColumns = mean([x0, x1, edge, y0], [x0, x1, y1, ny - edge])
  const alongRows = mean([edge, x0, y0, y1], [x1, nx - edge, y0, y1])
  return alongColumns === undefined || alongRows === undefined ? undefined : { alongColumns, alongRows, object }
}

/** Mean of what lies above half of the 99th percentile. */
function objectMean(slice: Volume['values']): number {
  const sample = Float64Array.from({ length: Math.ceil(slice.length / 7) }, (_, i) => slice[7 * i]!).sort()
  const half = sample[Math.floor(sample.length * 0.99)]! / 2
  const above = sample.filter((value) => value > half)
  return above.reduce((sum, value) => sum + value, 0) / Math.max(1, above.length)
}

function boxOf(slice: Volume['values'], nx: number, ny: number, least: number) {
  const [columns, rows] = [new Int32Array(nx), new Int32Array(ny)]
  for (let y = 0, at = 0; y < ny; y += 1)
    for (let x = 0; x < nx; x += 1, at += 1) {
      if (slice[at]! <= least) continue
      columns[x]! += 1
      rows[y]! += 1
    }
  const [left, right] = [columns.findIndex((n) => n > filled * ny), columns.findLastIndex((n) => n > filled * ny)]
  const [top, bottom] = [rows.findIndex((n) => n > filled * nx), rows.findLastIndex((n) => n > filled * nx)]
  if (left < 0 || top < 0) return undefined
  const margin = Math.max(3, Math.floor(nx / 40))
  return {
    x0: Math.max(edge, left - margin),
    x1: Math.min(nx - edge, right + margin + 1),
    y0: Math.max(edge, top - margin),
    y1: Math.min(ny - edge, bottom + margin + 1),
  }
}

function meanOver(
  slice: Volume['values'],
  nx: number,
  regions: readonly (readonly [x0: number, x1: number, y0: number, y1: number])[],
): number | undefined {
  let [sum, count] = [0, 0]
  for (const [x0, x1, y0, y1] of regions)
    for (let y = y0; y < y1; y += 1)
      for (let x = x0; x < x1; x += 1) {
        sum += slice[y * nx + x]!
        count += 1
      }
  return count < fewest ? undefined : sum / count
}
