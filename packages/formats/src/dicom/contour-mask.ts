import { AssayError } from '@assay/contracts'
import type { Affine, Volume } from '../images/volume.ts'
import type { Contour, Structure } from './read-contours.ts'

/** A contour may lie so far from the plane that it belongs to, in distances of planes. */
const mostOff = 0.1

/**
 * The voxels of a structure on a volume's grid, 1 inside and 0 outside. A voxel is inside where its centre is: a ray along the rows crosses
 * the polygon an odd number of times; a centre on an edge counts where the edge is the polygon's left or its upper one, so that
 * polygons that share an edge share no voxel. Contours of one plane are joined, and exclusive ones (CLOSEDPLANAR_XOR) turn over what they
 * enclose.
 * @param grid whose planes the contours were drawn on
 * @param where the structure set's name, for errors
 * @throws AssayError dicom-unsupported where a contour is drawn on no plane of the grid
 * Source: DICOM PS3.3 C.8.8.6.3.
 */
export function maskOfStructure(
  { contours }: Structure,
  grid: Pick<Volume, 'size' | 'spacing' | 'affine'>,
  where: string,
): Volume {
  const { size, spacing, affine } = grid
  const values = new Uint8Array(size[0] * size[1] * size[2])
  const toIndex = inverse(affine)
  for (const contour of contours) {
    const points = contour.points.map((point) =>
      toIndex.map((row) => row[0] * point[0] + row[1] * point[1] + row[2] * point[2] + row[3]),
    )
    const plane = Math.round(points[0]![2]!)
    if (points.some((point) => Math.abs(point[2]! - plane) > mostOff))
      throw new AssayError('dicom-unsupported', { where, what: 'a contour that lies on no plane of the image' })
    if (plane < 0 || plane >= size[2]) continue
    const slice = values.subarray(plane * size[0] * size[1], (plane + 1) * size[0] * size[1])
    fill(slice, size, points as unknown as Polygon, contour)
  }
  return { size, spacing, affine, values }
}

type Polygon = readonly (readonly [x: number, y: number])[]

function fill(slice: Uint8Array, [nx, ny]: Volume['size'], polygon: Polygon, { isExclusive }: Contour): void {
  const heights = polygon.map(([, y]) => y)
  const top = Math.max(0, Math.ceil(heights.reduce((a, b) => Math.min(a, b))))
  const bottom = Math.min(ny - 1, Math.floor(heights.reduce((a, b) => Math.max(a, b))))
  for (let y = top; y <= bottom; y += 1) {
    const crossings = crossingsAt(polygon, y)
    for (let i = 0; i + 1 < crossings.length; i += 2) {
      const [from, to] = [Math.max(0, Math.ceil(crossings[i]!)), Math.min(nx, Math.ceil(crossings[i + 1]!))]
      for (let x = from; x < to; x += 1) slice[y * nx + x] = isExclusive ? 1 - slice[y * nx + x]! : 1
    }
  }
}

/** Where a row crosses the polygon's edges, rising; an edge has its upper end and not its lower one. */
function crossingsAt(polygon: Polygon, y: number): number[] {
  const found: number[] = []
  for (let i = 0; i < polygon.length; i += 1) {
    const [a, b] = [polygon[i]!, polygon[(i + 1) % polygon.length]!]
    if (a[1] <= y !== b[1] <= y) found.push(a[0] + ((y - a[1]) / (b[1] - a[1])) * (b[0] - a[0]))
  }
  return found.sort((one, other) => one - other)
}

type Row = readonly [number, number, number, number]

/** From millimetres to voxel indices. */
function inverse([a, b, c]: Affine): readonly [Row, Row, Row] {
  const cross = (u: Row, v: Row) => [u[1] * v[2] - u[2] * v[1], u[2] * v[0] - u[0] * v[2], u[0] * v[1] - u[1] * v[0]]
  const columns = [cross(b, c), cross(c, a), cross(a, b)]
  const determinant = a[0] * columns[0]![0]! + a[1] * columns[0]![1]! + a[2] * columns[0]![2]!
  const row = (axis: 0 | 1 | 2) => {
    const linear = columns.map((column) => column[axis]! / determinant)
    return [...linear, -(linear[0]! * a[3] + linear[1]! * b[3] + linear[2]! * c[3])] as unknown as Row
  }
  return [row(0), row(1), row(2)]
}
