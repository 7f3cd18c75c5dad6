import type { Affine } from '../../images/volume.ts'
import { cross, type Vector } from './plane.ts'

export interface PlaneGrid {
  readonly across: Vector
  readonly down: Vector
  readonly pixelSpacing: readonly [rows: number, columns: number]
  /** Distance of planes along across × down. */
  readonly spacing: number
  /** Of the lowest plane. */
  readonly position: Vector
}

/** The affine of planes that lie above each other: columns, rows and planes to millimetres, right–anterior–superior. */
export function gridAffine({ across, down, pixelSpacing: [ofRows, ofColumns], spacing, position }: PlaneGrid): Affine {
  const normal = cross(across, down)
  const row = (axis: 0 | 1 | 2) => {
    const sign = axis === 2 ? 1 : -1
    return [across[axis] * ofColumns, down[axis] * ofRows, normal[axis] * spacing, position[axis]].map(
      (value) => sign * value,
    )
  }
  return [row(0), row(1), row(2)] as unknown as Affine
}
