import type { Affine, VolumeValues } from './volume.ts'

/** A volume, or a slice, over time: one value a voxel and frame, x fastest, then y, then z, then time. */
export interface Cine {
  readonly size: readonly [nx: number, ny: number, nz: number, frames: number]
  /** Distances of neighbouring voxels along the grid's own axes, millimetres; undefined where nothing measured them. */
  readonly spacing: readonly [sx: number, sy: number, sz: number] | undefined
  /** From voxel indices (x, y, z) to millimetres in the patient, right–anterior–superior; the same in all frames. Undefined where the
   *  images have no place in the patient, as ultrasound and projections. */
  readonly affine: Affine | undefined
  /** Milliseconds from the first frame's beginning on, one a frame, rising. */
  readonly frameTimes: readonly number[]
  readonly values: VolumeValues
}
