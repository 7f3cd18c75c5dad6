import { type Affine, mostVoxels, type Volume, type VolumeValues } from './volume.ts'

/**
 * Two volumes on one grid, where their voxels lie on the same lattice: axes may be turned round or exchanged, and one may be a part of the other. The
 * grid is the first one's, widened to hold both; outside a volume there is 0. Nothing is interpolated.
 * @param tolerance how far a voxel may lie from its place, in parts of the smallest spacing
 * @returns undefined where the lattices differ
 */
export function onCommonGrid(first: Volume, second: Volume, tolerance: number): [Volume, Volume] | undefined {
  const map = latticeMap(first.affine, second.affine)
  if (!map) return undefined
  const corner = (side: 0 | 1) =>
    [0, 1, 2].map(
      (axis) => map.offset[axis]! + (side === 0 ? 0 : 1) * map.signs[axis]! * (second.size[map.axes[axis]!]! - 1),
    )
  const rounded = map.offset.map(Math.round)
  const smallest = Math.min(...first.spacing)
  const isOff = [0, 1].some((side) =>
    corner(side as 0 | 1).some(
      (place, axis) => Math.abs(place - Math.round(place)) * first.spacing[axis]! > tolerance * smallest,
    ),
  )
  if (isOff || map.stretch * Math.max(...second.size) > tolerance) return undefined
  const ends = [corner(0), corner(1)].map((place) => place.map(Math.round))
  const low = [0, 1, 2].map((axis) => Math.min(0, ends[0]![axis]!, ends[1]![axis]!))
  const high = [0, 1, 2].map((axis) => Math.max(first.size[axis]! - 1, ends[0]![axis]!, ends[1]![axis]!))
  const size = [0, 1, 2].map((axis) => high[axis]! - low[axis]! + 1) as [number, number, number]
  if (size[0] * size[1] * size[2] > mostVoxels) return undefined
  const affine = shifted(first.affine, low)
  const place = (volume: Volume, at: (place: readonly number[]) => number): Volume => ({
    size,
    spacing: first.spacing,
    affine,
    values: copyTo(volume, size, at),
  })
  const [sx, sy] = [1, size[0]]
  const sz = size[0] * size[1]
  const index = (x: number, y: number, z: number) => (x - low[0]!) * sx + (y - low[1]!) * sy + (z - low[2]!) * sz
  return [
    place(first, ([x = 0, y = 0, z = 0]) => index(x, y, z)),
    place(second, (own) => {
      const [x = 0, y = 0, z = 0] = [0, 1, 2].map((axis) => rounded[axis]! + map.signs[axis]! * own[map.axes[axis]!]!)
      return index(x, y, z)
    }),
  ]
}

/** How one grid's indices follow from another's: index on axis a is offset[a] + signs[a] · (index of the other on axes[a]). */
interface LatticeMap {
  readonly axes: readonly number[]
  readonly signs: readonly number[]
  readonly offset: readonly number[]
  /** Largest departure of the map from whole steps. */
  readonly stretch: number
}

function latticeMap(first: Affine, second: Affine): LatticeMap | undefined {
  const inverse = inverted(first)
  if (!inverse) return undefined
  const column = (axis: number) => second.map((row) => row[axis]!)
  const applied = (vector: readonly number[]) =>
    inverse.map((row) => row.reduce((sum, value, axis) => sum + value * vector[axis]!, 0))
  const columns = [0, 1, 2].map((axis) => applied(column(axis)))
  const offset = applied(second.map((row, axis) => row[3] - first[axis]![3]))
  const axes = [0, 1, 2].map((axis) => [0, 1, 2].findIndex((own) => Math.abs(columns[own]![axis]!) > 0.5))
  if (new Set(axes).size < 3 || axes.includes(-1)) return undefined
  const signs = axes.map((own, axis) => Math.sign(columns[own]![axis]!))
  const stretch = Math.max(
    ...columns.flatMap((values, own) =>
      values.map((value, axis) => Math.abs(value - (axes[axis] === own ? signs[axis]! : 0))),
    ),
  )
  return { axes, signs, offset, stretch }
}

function inverted(affine: Affine): number[][] | undefined {
  const at = (row: number, column: number) => affine[row % 3]![column % 3]!
  const cofactor = (row: number, column: number) =>
    at(row + 1, column + 1) * at(row + 2, column + 2) - at(row + 1, column + 2) * at(row + 2, column + 1)
  const determinant = [0, 1, 2].reduce((sum, column) => sum + at(0, column) * cofactor(0, column), 0)
  if (!(Math.abs(determinant) > 0)) return undefined
  return [0, 1, 2].map((row) => [0, 1, 2].map((column) => cofactor(column, row) / determinant))
}

function shifted(affine: Affine, by: readonly number[]): Affine {
  return affine.map((row) => [
    row[0],
    row[1],
    row[2],
    row[3] + row[0] * by[0]! + row[1] * by[1]! + row[2] * by[2]!,
  ]) as unknown as Affine
}

function copyTo(volume: Volume, size: readonly number[], at: (place: readonly number[]) => number): VolumeValues {
  const values = new (volume.values.constructor as new (length: number) => VolumeValues)(size[0]! * size[1]! * size[2]!)
  const [nx, ny, nz] = volume.size
  const origin = at([0, 0, 0])
  const [dx, dy, dz] = [at([1, 0, 0]) - origin, at([0, 1, 0]) - origin, at([0, 0, 1]) - origin]
  let from = 0
  for (let z = 0; z < nz; z += 1)
    for (let y = 0; y < ny; y += 1) {
      let to = origin + y * dy + z * dz
      for (let x = 0; x < nx; x += 1, from += 1, to += dx) values[to] = volume.values[from]!
    }
  return values
}
