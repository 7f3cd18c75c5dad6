import { squaredDistances } from './distance-transform.ts'
import type { GridSize, Spacing } from './label-volume.ts'

/** In how many rows around a point its nearest site is looked for before the whole grid is transformed instead. */
const mostRows = 1200

/** Steps of the search, in voxels of the grid, from which on the transform is cheaper. */
const worthTransform = 3

/**
 * Squared distance of some places of a grid to the nearest site, mm²; Infinity without sites. The same to the last bit as `squaredDistances` has it
 * there. Surfaces that are compared are near each other, so that a few rows around a place have its nearest site; where they are far, the
 * whole grid is transformed.
 * @param places, sites places in the grid, x running fastest
 */
export function nearestSquares(places: Int32Array, sites: Int32Array, grid: GridSize, spacing: Spacing): Float64Array {
  const [nx, ny, nz] = grid
  const found = new Float64Array(places.length).fill(Infinity)
  if (sites.length === 0) return found
  const search = nx < noSite ? searchRows(rowDistances(sites, grid), grid, spacing) : undefined
  let steps = 0
  let at = 0
  for (; search && at < places.length && steps < worthTransform * nx * ny * nz; at += 1) {
    const nearest = search(places[at]!)
    if (!nearest.isSure) break
    found[at] = nearest.square
    steps += nearest.rows
  }
  if (at === places.length) return found
  const squares = squaredDistances(sites, grid, spacing)
  for (; at < places.length; at += 1) found[at] = squares[places[at]!]!
  return found
}

/** The nearest site of a place among the rows around it, how many rows that took, and whether none further can be nearer. */
interface Nearest {
  readonly square: number
  readonly rows: number
  readonly isSure: boolean
}

function searchRows(inRow: Uint16Array, grid: GridSize, spacing: Spacing): (place: number) => Nearest {
  const [nx, ny, nz] = grid
  const { squares, dy, dz, reach } = rowsAround(grid, spacing)
  return (place) => {
    const y = Math.floor(place / nx) % ny
    const z = Math.floor(place / (nx * ny))
    let square = Infinity
    let row = 0
    for (; row < squares.length && squares[row]! < square; row += 1) {
      const [up, deep] = [dy[row]!, dz[row]!]
      if (y + up < 0 || y + up >= ny || z + deep < 0 || z + deep >= nz) continue
      const steps = inRow[place + up * nx + deep * nx * ny]!
      if (steps === noSite) continue
      const distance = (steps * spacing[0]) ** 2 + (up * spacing[1]) ** 2 + (deep * spacing[2]) ** 2
      if (distance < square) square = distance
    }
    return { square, rows: row, isSure: row < squares.length || square <= reach }
  }
}

const noSite = 0xffff

/** Steps along x to the nearest site of the same row. */
function rowDistances(sites: Int32Array, [nx, ny, nz]: GridSize): Uint16Array {
  const steps = new Uint16Array(nx * ny * nz).fill(noSite)
  for (const site of sites) steps[site] = 0
  for (const row of new Set(sites.map((site) => Math.floor(site / nx)))) {
    const from = row * nx
    for (let x = 1; x < nx; x += 1)
      if (steps[from + x]! > steps[from + x - 1]!) steps[from + x] = Math.min(noSite, steps[from + x - 1]! + 1)
    for (let x = nx - 2; x >= 0; x -= 1)
      if (steps[from + x]! > steps[from + x + 1]!) steps[from + x] = Math.min(noSite, steps[from + x + 1]! + 1)
  }
  return steps
}

/** Rows around one, the nearest first, with their squared distance, mm²; rows that are not listed are at least `reach` away. */
interface Rows {
  readonly dy: Int16Array
  readonly dz: Int16Array
  readonly squares: Float64Array
  readonly reach: number
}

function rowsAround([, ny, nz]: GridSize, [, sy, sz]: Spacing): Rows {
  // A disc of about twice as many rows as are kept, so that the kept ones are the nearest.
  const radius = Math.sqrt((2 * mostRows * sy * sz) / Math.PI)
  const [most, deepest] = [Math.min(ny - 1, Math.ceil(radius / sy)), Math.min(nz - 1, Math.ceil(radius / sz))]
  const all: [square: number, dy: number, dz: number][] = []
  for (let dz = -deepest; dz <= deepest; dz += 1)
    for (let dy = -most; dy <= most; dy += 1) all.push([(dy * sy) ** 2 + (dz * sz) ** 2, dy, dz])
  all.sort(([a], [b]) => a - b)
  const kept = all.slice(0, mostRows)
  const isWhole = kept.length === all.length && most === ny - 1 && deepest === nz - 1
  const beyond = Math.min((most + 1) * sy, (deepest + 1) * sz) ** 2
  return {
    dy: Int16Array.from(kept, ([, dy]) => dy),
    dz: Int16Array.from(kept, ([, , dz]) => dz),
    squares: Float64Array.from(kept, ([square]) => square),
    reach: isWhole ? Infinity : Math.min(all[mostRows]?.[0] ?? Infinity, beyond),
  }
}
