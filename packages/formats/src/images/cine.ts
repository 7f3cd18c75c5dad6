import type { Affine, VolumeValues } from './volume.ts'

/** A volume, or a slice, over time: one value a voxel and frame, x fastest, then y, then z, then time. */
export interface Cine {
  readonly size: readonly [nx: number, ny: number, nz: number, frames: number]
  /** Distances of neighbouring voxels along the grid's own axes, millimetres. */
  readonly spacing: readonly [sx: number, sy: number, sz: number]
  /** From voxel indices (x, y, z) to millimetres in the patient, right–anterior–superior; the same in all frames. */
  readonly affine: Affine
  /** Milliseconds from the first frame's beginning on, one a frame, rising. */
  readonly frameTimes: readonly number[]
  readonly values: VolumeValues
}
