import type { AxialFrame } from './axial-frame.ts'
import { median } from './planes.ts'
import type { Reduced } from './reduce-volume.ts'

/** The spine's middle in every slice alike, in voxels, and which way the patient lies. */
export interface Spine extends AxialFrame {
  readonly x: number
  readonly y: number
}

/** Bone begins above, the body above: HU. */
const [bone, body] = [180, -200]
/** Share of the body's depth, from the back, in which only the spine and ribs are bone; share of its width about the middle. */
const [depth, width] = [0.45, 0.5]

/**
 * The median place of bone in the back half of the body's middle, over all slices: ribs lie alike on both sides, and no heart full of
 * contrast lies so far back.
 * @returns undefined where there is next to no bone
 */
export function findSpine(volume: Reduced, frame: AxialFrame): Spine | undefined {
  const [nx, ny, nz] = volume.size
  const xs: number[] = []
  const ys: number[] = []
  for (let z = 0; z < nz; z += 1) {
    const slice = volume.values.subarray(z * nx * ny, (z + 1) * nx * ny)
    const box = bodyBox(slice, nx, ny)
    if (!box) continue
    const { x0, x1, y0, y1 } = box
    const [left, right] = [x0 + ((1 - width) / 2) * (x1 - x0), x1 - ((1 - width) / 2) * (x1 - x0)]
    const [top, bottom] = frame.front === 1 ? [y0, y0 + depth * (y1 - y0)] : [y1 - depth * (y1 - y0), y1]
    for (let y = Math.ceil(top); y <= bottom; y += 1)
      for (let x = Math.ceil(left); x <= right; x += 1)
        if (slice[y * nx + x]! > bone) {
          xs.push(x)
          ys.push(y)
        }
  }
  return xs.length < 20 ? undefined : { ...frame, x: median(xs), y: median(ys) }
}

/** Columns and rows of which at least a tenth is body: a table is thinner, an arm beside it is not. */
function bodyBox(slice: ArrayLike<number>, nx: number, ny: number) {
  const [columns, rows] = [new Int32Array(nx), new Int32Array(ny)]
  for (let y = 0, at = 0; y < ny; y += 1)
    for (let x = 0; x < nx; x += 1, at += 1) {
      if (slice[at]! <= body) continue
      columns[x]! += 1
      rows[y]! += 1
    }
  const isBody = (most: number) => (count: number) => count > most / 10
  const [x0, x1] = [columns.findIndex(isBody(ny)), columns.findLastIndex(isBody(ny))]
  const [y0, y1] = [rows.findIndex(isBody(nx)), rows.findLastIndex(isBody(nx))]
  return x0 < 0 || y0 < 0 ? undefined : { x0, x1, y0, y1 }
}
