import type { Cine } from '@assay/formats'

/**
 * How much each frame differs from the one before: root of the mean squared difference over all voxels, in the cine's own unit.
 * @returns one value for each frame from the second on
 */
export function frameChanges({ values, size: [nx, ny, nz, frames] }: Pick<Cine, 'values' | 'size'>): Float64Array {
  const voxels = nx * ny * nz
  return Float64Array.from({ length: Math.max(0, frames - 1) }, (_, frame) => {
    let sum = 0
    for (let at = frame * voxels, end = at + voxels; at < end; at += 1) sum += (values[at + voxels]! - values[at]!) ** 2
    return Math.sqrt(sum / voxels)
  })
}
