import type { LabelRuns } from './label-runs.ts'
import type { GridSize, LabelVolume, Spacing } from './label-volume.ts'

/** A label in both volumes, cut to the smallest box that holds it in either. */
export interface MaskPair {
  readonly reference: Uint8Array
  readonly result: Uint8Array
  readonly size: GridSize
  readonly spacing: Spacing
}

/** Cuts a label out of both volumes, which are on one grid; undefined where it is in neither. */
export function cutMasks(reference: LabelVolume, result: LabelVolume, label: number): MaskPair | undefined {
  const box = boxOf([reference.runs, result.runs], reference.size, label)
  if (!box) return undefined
  const { from, size } = box
  const cut = (volume: LabelVolume) => cutMask(volume, from, size, label)
  return { reference: cut(reference), result: cut(result), size, spacing: reference.spacing }
}

/** Visits the runs of one label. */
function eachRun({ ends, labels }: LabelRuns, label: number, visit: (from: number, end: number) => void): void {
  for (let run = labels.indexOf(label); run >= 0; run = labels.indexOf(label, run + 1))
    visit(run === 0 ? 0 : ends[run - 1]!, ends[run]!)
}

/** Smallest box around a label in any of the volumes. */
function boxOf(volumes: readonly LabelRuns[], [nx, ny, nz]: GridSize, label: number) {
  const low = [nx, ny, nz]
  const high = [-1, -1, -1]
  const widen = (axis: 0 | 1 | 2, least: number, most: number) => {
    low[axis] = Math.min(low[axis]!, least)
    high[axis] = Math.max(high[axis]!, most)
  }
  /** A run that goes on into the next row, or slice, reaches from one border to the other. */
  const widenTo = (from: number, last: number) => {
    const [row, lastRow] = [Math.floor(from / nx), Math.floor(last / nx)]
    const [slice, lastSlice] = [Math.floor(row / ny), Math.floor(lastRow / ny)]
    widen(0, row === lastRow ? from % nx : 0, row === lastRow ? last % nx : nx - 1)
    widen(1, slice === lastSlice ? row % ny : 0, slice === lastSlice ? lastRow % ny : ny - 1)
    widen(2, slice, lastSlice)
  }
  for (const runs of volumes) eachRun(runs, label, (from, end) => widenTo(from, end - 1))
  if (high[0]! < 0) return undefined
  const size: GridSize = [high[0]! - low[0]! + 1, high[1]! - low[1]! + 1, high[2]! - low[2]! + 1]
  return { from: low as [number, number, number], size }
}

/** The box holds every run, so that a run that goes on into the next row fills its row's part of the box. */
function cutMask({ runs, size }: LabelVolume, corner: readonly number[], cut: GridSize, label: number): Uint8Array {
  const mask = new Uint8Array(cut[0] * cut[1] * cut[2])
  const [nx, ny] = size
  eachRun(runs, label, (from, end) => {
    for (let at = from; at < end; ) {
      const row = Math.floor(at / nx)
      const until = Math.min(end, (row + 1) * nx)
      const [y, z] = [(row % ny) - corner[1]!, Math.floor(row / ny) - corner[2]!]
      const start = (z * cut[1] + y) * cut[0] - row * nx - corner[0]!
      mask.fill(1, start + at, start + until)
      at = until
    }
  })
  return mask
}
