import type { Volume } from '@assay/formats'

/** Farthest shift that is looked for, voxels. */
const reach = 24

/**
 * How far each slice is shifted against the one before, along rows and columns, millimetres. Each slice is summed along its rows and
 * its columns; the shift is where the two slices' profiles agree best (sum of squared differences over their common part, a parabola
 * around its least). Anatomy changes little from slice to slice; a patient that moved between two shows as a step.
 * @returns one pair for each slice from the second on
 */
export function sliceShifts(volume: Volume): { x: number; y: number }[] {
  const [nx, ny, nz] = volume.size
  const profiles = Array.from({ length: nz }, (_, z) => profilesOf(volume.values, z, nx, ny))
  return profiles.slice(1).map((next, z) => {
    const before = profiles[z]!
    return {
      x: shiftBetween(before.columns, next.columns) * volume.spacing[0],
      y: shiftBetween(before.rows, next.rows) * volume.spacing[1],
    }
  })
}

function profilesOf(values: Volume['values'], z: number, nx: number, ny: number) {
  const [columns, rows] = [new Float64Array(nx), new Float64Array(ny)]
  let at = z * nx * ny
  for (let y = 0; y < ny; y += 1) {
    let sum = 0
    for (let x = 0; x < nx; x += 1, at += 1) {
      const value = values[at]!
      sum += value
      columns[x]! += value
    }
    rows[y] = sum
  }
  return { columns, rows }
}

function shiftBetween(before: Float64Array, next: Float64Array): number {
  const cost = Array.from({ length: 2 * reach + 1 }, (_, i) => differenceAt(before, next, i - reach))
  const best = cost.reduce((least, value, i) => (value < cost[least]! ? i : least), reach)
  const [a, b, c] = [cost[best - 1], cost[best]!, cost[best + 1]]
  const bend = a === undefined || c === undefined ? 0 : a - 2 * b + c
  return best - reach + (bend > 0 ? (a! - c!) / (2 * bend) : 0)
}

/** Mean squared difference of the slices' profiles when the next one is shifted back. */
function differenceAt(before: Float64Array, next: Float64Array, shift: number): number {
  const [from, to] = [Math.max(0, -shift), Math.min(before.length, before.length - shift)]
  if (to - from < before.length / 2) return Infinity
  let sum = 0
  for (let i = from; i < to; i += 1) sum += (next[i + shift]! - before[i]!) ** 2
  return sum / (to - from)
}
