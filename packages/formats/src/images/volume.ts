/** From voxel indices (x, y, z) to millimetres in the patient, right–anterior–superior: three rows of four. */
export type Affine = readonly [Row, Row, Row]
type Row = readonly [number, number, number, number]

/** A volume in memory: one value a voxel, x fastest, then y, then z. */
export interface Volume {
  readonly size: readonly [nx: number, ny: number, nz: number]
  /** Distances of neighbouring voxels along the grid's own axes, millimetres. */
  readonly spacing: readonly [sx: number, sy: number, sz: number]
  readonly affine: Affine
  readonly values: VolumeValues
}

/** More than any volume has that is compared: places in a file may claim any distance. */
export const mostVoxels = 2 ** 29

export type VolumeValues =
  | Int8Array
  | Uint8Array
  | Int16Array
  | Uint16Array
  | Int32Array
  | Uint32Array
  | Float32Array
  | Float64Array

/** Lengths of an affine's columns: the spacing of the grid that it places. */
export function spacingOf(affine: Affine): [number, number, number] {
  const column = (axis: 0 | 1 | 2) => Math.hypot(affine[0][axis], affine[1][axis], affine[2][axis])
  return [column(0), column(1), column(2)]
}

/** How far a grid's axes are from right angles to each other: the largest cosine between two of them, in [0, 1]. */
export function skewOf(affine: Affine): number {
  const lengths = spacingOf(affine)
  const cosine = (one: 0 | 1 | 2, other: 0 | 1 | 2) =>
    Math.abs(affine.reduce((sum, row) => sum + row[one] * row[other], 0)) / (lengths[one] * lengths[other])
  return Math.max(cosine(0, 1), cosine(0, 2), cosine(1, 2))
}

/** How far two volumes' voxels lie apart at most, at the corners of their grid, millimetres; undefined for grids of other sizes. */
export function gridDistance(
  a: Pick<Volume, 'size' | 'affine'>,
  b: Pick<Volume, 'size' | 'affine'>,
): number | undefined {
  if (a.size.some((count, axis) => count !== b.size[axis])) return undefined
  const corners = [0, 1, 2, 3, 4, 5, 6, 7].map((corner) =>
    a.size.map((count, axis) => ((corner >> axis) & 1) * (count - 1)),
  )
  const at = (affine: Affine, place: readonly number[]) =>
    affine.map((row) => row[0] * place[0]! + row[1] * place[1]! + row[2] * place[2]! + row[3])
  return Math.max(
    ...corners.map((place) => {
      const [one, other] = [at(a.affine, place), at(b.affine, place)]
      return Math.hypot(...one.map((value, axis) => value - other[axis]!))
    }),
  )
}
