import type { GridSize } from './label-volume.ts'

/**
 * What a mask's surface is. `voxel`: the voxels of the mask with a face towards the outside, each counting the same (MedPy,
 * scipy's binary erosion). `element`: the corners between voxels where inside and outside meet, each counting with the area of
 * the surface through its eight voxels (Nikolov and others, *J. Med. Internet Res.* 23:e26151, 2021, "surface-distance").
 */
export type SurfaceKind = 'voxel' | 'element'

/** Points of a surface on a grid of their own, with the area of each (1 for voxels), mm². */
export interface Surface {
  /** Places in the grid, rising. */
  readonly points: Int32Array
  readonly areas: Float64Array
  readonly grid: GridSize
}

/** Voxels of the mask with at least one of their six faces towards the outside; outside the box there is nothing. */
export function voxelSurface(mask: Uint8Array, size: GridSize): Surface {
  const [nx, ny, nz] = size
  const [row, slice] = [nx, nx * ny]
  const points: number[] = []
  let at = 0
  for (let z = 0; z < nz; z += 1)
    for (let y = 0; y < ny; y += 1) {
      const isRim = z === 0 || z === nz - 1 || y === 0 || y === ny - 1
      for (let x = 0; x < nx; x += 1, at += 1) {
        if (mask[at] === 0) continue
        const isInside =
          !isRim &&
          x > 0 &&
          x < nx - 1 &&
          mask[at - 1]! & mask[at + 1]! & mask[at - row]! & mask[at + row]! & mask[at - slice]! & mask[at + slice]!
        if (!isInside) points.push(at)
      }
    }
  return { points: Int32Array.from(points), areas: new Float64Array(points.length).fill(1), grid: size }
}

/** Corners between voxels, one more than voxels along each axis, where inside and outside meet. */
export function elementSurface(mask: Uint8Array, size: GridSize, areaOf: Float64Array): Surface {
  const [nx, ny, nz] = size
  const grid: GridSize = [nx + 1, ny + 1, nz + 1]
  const points: number[] = []
  const areas: number[] = []
  const at = (x: number, y: number, z: number) =>
    x < 0 || y < 0 || z < 0 || x >= nx || y >= ny || z >= nz ? 0 : mask[(z * ny + y) * nx + x]!
  let point = 0
  for (let z = 0; z <= nz; z += 1)
    for (let y = 0; y <= ny; y += 1) {
      // The four voxels left of the corner become those right of the one before.
      let left = 0
      for (let x = 0; x <= nx; x += 1, point += 1) {
        const right = at(x, y - 1, z - 1) | (at(x, y, z - 1) << 1) | (at(x, y - 1, z) << 2) | (at(x, y, z) << 3)
        const code = left | (right << 4)
        left = right
        if (code === 0 || code === 255) continue
        points.push(point)
        areas.push(areaOf[code]!)
      }
    }
  return { points: Int32Array.from(points), areas: Float64Array.from(areas), grid }
}
