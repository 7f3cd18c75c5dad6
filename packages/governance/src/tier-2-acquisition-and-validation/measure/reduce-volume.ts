import type { Volume } from '@assay/formats'

/** A volume of fewer slices and larger voxels, and how to get back. */
export interface Reduced extends Pick<Volume, 'size' | 'spacing' | 'values'> {
  /** Voxels of the volume that one voxel here stands for: columns, rows, slices. */
  readonly factor: readonly [number, number, number]
}

const mostSlices = 80

/**
 * Every so many millimetres a slice, its pixels averaged in blocks to about so many millimetres: what is large stays, noise goes down.
 * Of a stack of few slices every one is kept, of a long one at most 80.
 */
export function reduceVolume(volume: Volume, { pixel, step }: { pixel: number; step: number }): Reduced {
  const [nx, ny, nz] = volume.size
  const [sx, sy, sz] = volume.spacing
  const [fx, fy] = [Math.max(1, Math.round(pixel / sx)), Math.max(1, Math.round(pixel / sy))]
  const fz = Math.max(1, Math.min(Math.round(step / sz), Math.floor(nz / 8)), Math.ceil(nz / mostSlices))
  const [mx, my, mz] = [Math.floor(nx / fx), Math.floor(ny / fy), Math.ceil(nz / fz)]
  const values = new Float32Array(mx * my * mz)
  for (let z = 0; z < mz; z += 1)
    for (let y = 0; y < my * fy; y += 1) {
      const to = (z * my + Math.floor(y / fy)) * mx
      for (let x = 0, at = (z * fz * ny + y) * nx; x < mx; x += 1)
        for (const end = at + fx; at < end; at += 1) values[to + x]! += volume.values[at]!
    }
  const share = 1 / (fx * fy)
  for (let i = 0; i < values.length; i += 1) values[i]! *= share
  return { size: [mx, my, mz], spacing: [sx * fx, sy * fy, sz * fz], values, factor: [fx, fy, fz] }
}
