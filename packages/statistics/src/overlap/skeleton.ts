import type { GridSize } from './label-volume.ts'

/**
 * Skeleton of a mask by thinning: a line one voxel wide with the topology of the mask, 26-connected inside, 6-connected outside. Border voxels go
 * one of six sides at a time, unless they end a line or removing them changes the Euler characteristic or joins what was apart.
 * Source: Lee, Kashyap, Chu, *CVGIP Graph. Models Image Process.* 56:462–478 (1994); sides in the order of scikit-image's `skeletonize` (its
 * method "lee"), so that the voxels are the same; a plane has four sides.
 */
export function skeleton(mask: Uint8Array, size: GridSize): Uint8Array {
  const padded = pad(mask, size)
  const inPlane = [-padded.row, padded.row, 1, -1]
  const sides = size[2] === 1 ? inPlane : [...inPlane, padded.slice, -padded.slice]
  for (let unchanged = 0; unchanged < sides.length; ) {
    unchanged = 0
    for (const side of sides) if (!thinFrom(padded, side)) unchanged += 1
  }
  return unpad(padded, size)
}

/** A mask with an empty voxel around it. */
interface Padded {
  readonly voxels: Uint8Array
  readonly row: number
  readonly slice: number
  /** Offsets of the 3 × 3 × 3 voxels around one, x fastest; itself is number 13. */
  readonly around: Int32Array
}

function pad(mask: Uint8Array, [nx, ny, nz]: GridSize): Padded {
  const [row, slice] = [nx + 2, (nx + 2) * (ny + 2)]
  const voxels = new Uint8Array(slice * (nz + 2))
  for (let z = 0; z < nz; z += 1)
    for (let y = 0; y < ny; y += 1) {
      const from = (z * ny + y) * nx
      voxels.set(mask.subarray(from, from + nx), (z + 1) * slice + (y + 1) * row + 1)
    }
  const around = Int32Array.from(
    { length: 27 },
    (_, i) => (i % 3) - 1 + row * ((Math.floor(i / 3) % 3) - 1) + slice * (Math.floor(i / 9) - 1),
  )
  return { voxels, row, slice, around }
}

function unpad({ voxels, row, slice }: Padded, [nx, ny, nz]: GridSize): Uint8Array {
  const mask = new Uint8Array(nx * ny * nz)
  for (let z = 0; z < nz; z += 1)
    for (let y = 0; y < ny; y += 1) {
      const from = (z + 1) * slice + (y + 1) * row + 1
      mask.set(voxels.subarray(from, from + nx), (z * ny + y) * nx)
    }
  return mask
}

/** Removes what can go from one side; whether anything went. */
function thinFrom({ voxels, around }: Padded, side: number): boolean {
  const near = new Uint8Array(27)
  const look = (at: number) => {
    for (let i = 0; i < 27; i += 1) near[i] = voxels[at + around[i]!]!
  }
  const candidates: number[] = []
  for (let at = voxels.indexOf(1); at >= 0; at = voxels.indexOf(1, at + 1)) {
    if (voxels[at + side] !== 0) continue
    look(at)
    if (!endsLine(near) && keepsEuler(near) && keepsTogether(near)) candidates.push(at)
  }
  let changed = false
  for (const at of candidates) {
    look(at)
    if (!keepsTogether(near)) continue
    voxels[at] = 0
    changed = true
  }
  return changed
}

/** One neighbour only. */
function endsLine(near: Uint8Array): boolean {
  let neighbours = -1
  for (let i = 0; i < 27; i += 1) neighbours += near[i]!
  return neighbours === 1
}

/** The eight 2 × 2 × 2 cubes that the middle is in: their other seven voxels, by the bits x, y, z away from the middle. */
const octants: readonly (readonly number[])[] = [0, 1, 2, 3, 4, 5, 6, 7].map((corner) => {
  const step = (axis: number) => (((corner >> axis) & 1) === 1 ? 1 : -1) * 3 ** axis
  return [1, 2, 3, 4, 5, 6, 7].map(
    (voxel) => 13 + [0, 1, 2].reduce((sum, axis) => sum + ((voxel >> axis) & 1) * step(axis), 0),
  )
})

/** Eight times the change of the Euler characteristic within a cube when its voxel 0 goes, by the bits of the others. */
const eulerChanges = Int8Array.from({ length: 128 }, (_, code) => eulerOf(code * 2 + 1) - eulerOf(code * 2))

/** Eight times a 2 × 2 × 2 cube's part in the Euler characteristic of closed voxels: its middle corner, six half edges, twelve quarter faces, voxels. */
function eulerOf(code: number): number {
  const present = (voxels: readonly number[]) => (voxels.some((voxel) => ((code >> voxel) & 1) === 1) ? 1 : 0)
  const all = [0, 1, 2, 3, 4, 5, 6, 7]
  const edges = [0, 1, 2].flatMap((axis) =>
    [0, 1].map((end) => present(all.filter((voxel) => ((voxel >> axis) & 1) === end))),
  )
  const faces = all.flatMap((voxel) =>
    [0, 1, 2].flatMap((axis) => (((voxel >> axis) & 1) === 0 ? [present([voxel, voxel | (1 << axis)])] : [])),
  )
  const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0)
  return 8 * present(all) - 4 * sum(edges) + 2 * sum(faces) - sum(all.map((voxel) => present([voxel])))
}

function keepsEuler(near: Uint8Array): boolean {
  let change = 0
  for (const voxels of octants) {
    let code = 0
    for (let bit = 0; bit < 7; bit += 1) code |= near[voxels[bit]!]! << bit
    change += eulerChanges[code]!
  }
  return change === 0
}

/** For each of the 27 voxels, those of the 26 around the middle that it touches. */
const touching: readonly (readonly number[])[] = Array.from({ length: 27 }, (_, one) =>
  Array.from({ length: 27 }, (__, other) => other).filter((other) => {
    const apart = [1, 3, 9].map((unit) => Math.abs((Math.floor(one / unit) % 3) - (Math.floor(other / unit) % 3)))
    return other !== 13 && other !== one && Math.max(...apart) === 1
  }),
)

/** Whether the neighbours are one component without the middle. */
function keepsTogether(near: Uint8Array): boolean {
  const seen = new Uint8Array(27)
  let [start, neighbours] = [-1, 0]
  for (let i = 0; i < 27; i += 1)
    if (i !== 13 && near[i] === 1) {
      start = i
      neighbours += 1
    }
  if (start < 0) return true
  const stack = [start]
  seen[start] = 1
  let reached = 0
  for (let one = stack.pop(); one !== undefined; one = stack.pop()) {
    reached += 1
    for (const other of touching[one]!)
      if (near[other] === 1 && seen[other] === 0) {
        seen[other] = 1
        stack.push(other)
      }
  }
  return reached === neighbours
}
