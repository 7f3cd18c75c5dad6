import type { GridSize, Labels, LabelVolume, Spacing } from './label-volume.ts'

/** A label in both volumes, cut to the smallest box that holds it in either. */
export interface MaskPair {
  readonly reference: Uint8Array
  readonly result: Uint8Array
  readonly size: GridSize
  readonly spacing: Spacing
}

/** Cuts a label out of both volumes, which are on one grid; undefined where it is in neither. */
export function cutMasks(reference: LabelVolume, result: LabelVolume, label: number): MaskPair | undefined {
  const box = boxOf([reference.labels, result.labels], reference.size, label)
  if (!box) return undefined
  const { from, size } = box
  const cut = (volume: LabelVolume) => cutMask(volume, from, size, label)
  return { reference: cut(reference), result: cut(result), size, spacing: reference.spacing }
}

/** Smallest box around a label in any of the volumes. */
function boxOf(volumes: readonly Labels[], [nx, ny, nz]: GridSize, label: number) {
  const low = [nx, ny, nz]
  const high = [-1, -1, -1]
  const widen = (axis: 0 | 1 | 2, least: number, most: number) => {
    low[axis] = Math.min(low[axis]!, least)
    high[axis] = Math.max(high[axis]!, most)
  }
  for (const labels of volumes)
    for (let row = 0; row < ny * nz; row += 1) {
      const line = labels.subarray(row * nx, (row + 1) * nx)
      const first = line.indexOf(label)
      if (first < 0) continue
      widen(0, first, line.lastIndexOf(label))
      widen(1, row % ny, row % ny)
      widen(2, Math.floor(row / ny), Math.floor(row / ny))
    }
  if (high[0]! < 0) return undefined
  const size: GridSize = [high[0]! - low[0]! + 1, high[1]! - low[1]! + 1, high[2]! - low[2]! + 1]
  return { from: low as [number, number, number], size }
}

function cutMask({ labels, size }: LabelVolume, from: readonly number[], cut: GridSize, label: number): Uint8Array {
  const mask = new Uint8Array(cut[0] * cut[1] * cut[2])
  let at = 0
  for (let z = 0; z < cut[2]; z += 1)
    for (let y = 0; y < cut[1]; y += 1) {
      const row = ((z + from[2]!) * size[1] + y + from[1]!) * size[0] + from[0]!
      for (let x = 0; x < cut[0]; x += 1, at += 1) if (labels[row + x] === label) mask[at] = 1
    }
  return mask
}
