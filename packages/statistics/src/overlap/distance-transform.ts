import type { GridSize, Spacing } from './label-volume.ts'

/**
 * Squared distance of every place of a grid to the nearest of some sites, mm²; Infinity everywhere without sites. Exact, one axis
 * after the other, in linear time.
 * Source: Felzenszwalb, Huttenlocher, *Theory Comput.* 8:415–428 (2012), with a spacing for each axis.
 * @param sites places in the grid, x running fastest
 */
export function squaredDistances(sites: Int32Array, grid: GridSize, spacing: Spacing): Float64Array {
  const [nx, ny, nz] = grid
  const squares = new Float64Array(nx * ny * nz).fill(Infinity)
  for (const site of sites) squares[site] = 0
  const line = new LineTransform(Math.max(nx, ny, nz))
  for (let row = 0; row < squares.length; row += nx) nearestInRow(squares, row, nx, spacing[0])
  for (let z = 0; z < nz; z += 1) for (let x = 0; x < nx; x += 1) line.run(squares, z * nx * ny + x, nx, ny, spacing[1])
  for (let column = 0; column < nx * ny; column += 1) line.run(squares, column, nx * ny, nz, spacing[2])
  return squares
}

/** Along x sites are at 0 and all else is at Infinity: two sweeps find the nearest. */
function nearestInRow(squares: Float64Array, row: number, length: number, spacing: number): void {
  let distance = Infinity
  for (let x = 0; x < length; x += 1) {
    distance = squares[row + x] === 0 ? 0 : distance + 1
    squares[row + x] = distance
  }
  distance = Infinity
  for (let x = length - 1; x >= 0; x -= 1) {
    const left = squares[row + x]!
    distance = left === 0 ? 0 : distance + 1
    const nearest = left < distance ? left : distance
    squares[row + x] = (nearest * spacing) ** 2
  }
}

/** The lower envelope of parabolas along one line of the grid. */
class LineTransform {
  private readonly heights: Float64Array
  private readonly places: Int32Array
  private readonly starts: Float64Array

  constructor(longest: number) {
    this.heights = new Float64Array(longest)
    this.places = new Int32Array(longest)
    this.starts = new Float64Array(longest + 1)
  }

  /** Replaces the values of a line by the least of value plus squared distance. */
  run(squares: Float64Array, first: number, step: number, length: number, spacing: number): void {
    if (length === 1) return
    const { heights, places, starts } = this
    const unit = spacing * spacing
    let count = 0
    for (let i = 0, at = first; i < length; i += 1, at += step) {
      const height = squares[at]!
      if (height === Infinity) continue
      heights[i] = height
      let start = -Infinity
      while (count > 0) {
        const before = places[count - 1]!
        start = ((height - heights[before]!) / unit + (i - before) * (i + before)) / (2 * (i - before))
        if (start > starts[count - 1]!) break
        count -= 1
        start = -Infinity
      }
      places[count] = i
      starts[count] = start
      count += 1
    }
    if (count === 0) return
    starts[count] = Infinity
    for (let i = 0, k = 0, at = first; i < length; i += 1, at += step) {
      while (starts[k + 1]! < i) k += 1
      const place = places[k]!
      squares[at] = heights[place]! + ((i - place) * spacing) ** 2
    }
  }
}
