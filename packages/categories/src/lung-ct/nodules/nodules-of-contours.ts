import { AssayError } from '@assay/contracts'
import { type ContourSet, readContours } from '@assay/formats'
import type { Nodule, Point } from './nodule.ts'

type Contour = ContourSet['structures'][number]['contours'][number]

/**
 * The findings of an RT structure set: each structure with outlines is one, with the centre of mass of its outlines as slabs from plane to
 * plane, and the diameter of a ball of their volume; drawn on one plane only, of a disc of their area.
 * @throws AssayError dicom-unreadable; reference-invalid for outlines that are not parallel or enclose nothing
 */
export function nodulesOfContours(bytes: Uint8Array, where: string, isIrrelevant: boolean): Nodule[] {
  const outlined = readContours(bytes, where).structures.filter(({ contours }) => contours.length > 0)
  return outlined.map(({ contours }) => ({ ...nodule(contours, where), isIrrelevant }))
}

interface Disc {
  /** Square millimetres; what an exclusive contour takes away is below 0. */
  readonly area: number
  readonly centre: Point
  /** Along the normal of the planes, millimetres. */
  readonly height: number
}

function nodule(contours: readonly Contour[], where: string): Omit<Nodule, 'isIrrelevant'> {
  const normal = normalOf(contours[0]!)
  const discs = contours.map((contour) => discOf(contour, normal, where))
  const area = discs.reduce((sum, one) => sum + one.area, 0)
  if (!(area > 0)) throw invalid(where, 'outlines that enclose nothing')
  const mean = (axis: 0 | 1 | 2) => discs.reduce((sum, one) => sum + one.area * one.centre[axis], 0) / area
  const distance = planeDistance(discs)
  const diameter = distance === undefined ? 2 * Math.sqrt(area / Math.PI) : Math.cbrt((6 / Math.PI) * area * distance)
  // The file's places are mirrored where they were read: right–anterior–superior.
  return { centre: [-mean(0), -mean(1), mean(2)], diameter }
}

/** Mean distance of neighbouring planes; undefined for one. */
function planeDistance(discs: readonly Disc[]): number | undefined {
  const heights = [...new Set(discs.map(({ height }) => Math.round(100 * height)))].sort((a, b) => a - b)
  return heights.length < 2 ? undefined : (heights.at(-1)! - heights[0]!) / 100 / (heights.length - 1)
}

/** Twice the area of a polygon, as a vector at right angles to it (Newell). */
function normalOf({ points }: Contour): Point {
  const sum: [number, number, number] = [0, 0, 0]
  points.forEach((from, i) => {
    const to = points[(i + 1) % points.length]!
    sum[0] += (from[1] - to[1]) * (from[2] + to[2])
    sum[1] += (from[2] - to[2]) * (from[0] + to[0])
    sum[2] += (from[0] - to[0]) * (from[1] + to[1])
  })
  return sum
}

/** Area and centre of mass, by triangles from the first corner. */
function discOf(contour: Contour, normal: Point, where: string): Disc {
  const length = Math.hypot(...normal)
  const unit: Point = [normal[0] / length, normal[1] / length, normal[2] / length]
  const [first] = contour.points as [Point]
  const height = dot(first, unit)
  if (!(length > 0) || contour.points.some((point) => Math.abs(dot(point, unit) - height) > 0.01))
    throw invalid(where, 'outlines that are not parallel')
  let [area, x, y, z] = [0, 0, 0, 0]
  for (let i = 1; i + 1 < contour.points.length; i += 1) {
    const [one, other] = [contour.points[i]!, contour.points[i + 1]!]
    const part = dot(cross(minus(one, first), minus(other, first)), unit) / 2
    area += part
    x += (part * (first[0] + one[0] + other[0])) / 3
    y += (part * (first[1] + one[1] + other[1])) / 3
    z += (part * (first[2] + one[2] + other[2])) / 3
  }
  const sign = contour.isExclusive ? -1 : 1
  return { area: sign * Math.abs(area), centre: [x / area, y / area, z / area], height }
}

function dot(a: Point, b: Point): number {
  return a[0] * b[0] + a[1] * b[1] + a[2] * b[2]
}

function cross(a: Point, b: Point): Point {
  return [a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]]
}

function minus(a: Point, b: Point): Point {
  return [a[0] - b[0], a[1] - b[1], a[2] - b[2]]
}

function invalid(where: string, what: string): AssayError {
  return new AssayError('reference-invalid', { where, what })
}
