import type { GridSize } from './label-volume.ts'

/** Which voxels hang together: those that share a face (6), an edge (18) or a corner (26). In a plane: 4 or 8 of them. */
export type Connectivity = 6 | 18 | 26

/** Components of a mask: a number from 1 on for each voxel of it, 0 elsewhere. */
export interface Components {
  readonly labels: Int32Array
  readonly count: number
}

/**
 * Connected components of a mask, numbered in the order of their first voxels, in one pass and one look-up (Rosenfeld, Pfaltz, *J. ACM*
 * 13:471–494, 1966, with union and find).
 */
export function connectedComponents(mask: Uint8Array, size: GridSize, connectivity: Connectivity): Components {
  const labels = new Int32Array(mask.length)
  const parents = [0]
  const earlier = earlierNeighbours(size, connectivity)
  const [nx, ny] = size
  for (let at = 0; at < mask.length; at += 1) {
    if (mask[at] === 0) continue
    const [x, y, z] = [at % nx, Math.floor(at / nx) % ny, Math.floor(at / (nx * ny))]
    let label = 0
    for (const { dx, dy, dz, step } of earlier) {
      if (x + dx < 0 || x + dx >= nx || y + dy < 0 || y + dy >= ny || z + dz < 0) continue
      const other = labels[at + step]!
      if (other === 0) continue
      label = label === 0 ? rootOf(parents, other) : union(parents, label, other)
    }
    if (label === 0) label = parents.push(parents.length) - 1
    labels[at] = label
  }
  return renumber(labels, parents)
}

function earlierNeighbours([nx, ny]: GridSize, connectivity: Connectivity) {
  const most = { 6: 1, 18: 2, 26: 3 }[connectivity]
  const offsets = [-1, 0, 1]
  return offsets.flatMap((dz) =>
    offsets.flatMap((dy) =>
      offsets.flatMap((dx) => {
        const step = (dz * ny + dy) * nx + dx
        const isEarlier = dz < 0 || (dz === 0 && (dy < 0 || (dy === 0 && dx < 0)))
        return isEarlier && Math.abs(dx) + Math.abs(dy) + Math.abs(dz) <= most ? [{ dx, dy, dz, step }] : []
      }),
    ),
  )
}

function rootOf(parents: number[], label: number): number {
  let root = label
  while (parents[root] !== root) root = parents[root]!
  for (let one = label; one !== root; ) {
    const next = parents[one]!
    parents[one] = root
    one = next
  }
  return root
}

function union(parents: number[], one: number, other: number): number {
  const [a, b] = [rootOf(parents, one), rootOf(parents, other)]
  const [low, high] = a < b ? [a, b] : [b, a]
  parents[high] = low
  return low
}

function renumber(labels: Int32Array, parents: number[]): Components {
  const numbers = new Int32Array(parents.length)
  let count = 0
  for (let at = 0; at < labels.length; at += 1) {
    if (labels[at] === 0) continue
    const root = rootOf(parents, labels[at]!)
    if (numbers[root] === 0) {
      count += 1
      numbers[root] = count
    }
    labels[at] = numbers[root]!
  }
  return { labels, count }
}
