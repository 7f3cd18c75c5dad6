import { type LabelRuns, runsOf } from './label-runs.ts'

/** Numbers of voxels along x, y and z. A plane has one slice. */
export type GridSize = readonly [nx: number, ny: number, nz: number]

/** Distances of neighbouring voxels along the grid's own axes, millimetres; the axes may be oblique to the patient's. */
export type Spacing = readonly [sx: number, sy: number, sz: number]

/** Labels on a grid; x runs fastest, then y, then z. */
export interface LabelVolume {
  readonly runs: LabelRuns
  readonly size: GridSize
  readonly spacing: Spacing
}

/** A volume of labels that are in memory, one a voxel. @throws RangeError for what is no label */
export function labelVolume(labels: ArrayLike<number>, size: GridSize, spacing: Spacing): LabelVolume {
  return { runs: runsOf(labels), size, spacing }
}

/** @throws RangeError when sizes, spacings or numbers of voxels do not fit, or two volumes are not on one grid */
export function checkGrids(reference: LabelVolume, result: LabelVolume): void {
  for (const { runs, size, spacing } of [reference, result]) {
    if (size.some((n) => !(Number.isInteger(n) && n >= 1))) throw new RangeError('size: whole numbers from 1 on')
    if (spacing.some((s) => !(Number.isFinite(s) && s > 0))) throw new RangeError('spacing: finite numbers above 0')
    const voxels = size[0] * size[1] * size[2]
    if ((runs.ends.at(-1) ?? 0) !== voxels) throw new RangeError(`labels: ${runs.ends.at(-1)} for ${voxels} voxels`)
  }
  if (reference.size.some((n, axis) => n !== result.size[axis]))
    throw new RangeError(`size: ${reference.size.join(' × ')} and ${result.size.join(' × ')}`)
  if (reference.spacing.some((s, axis) => Math.abs(s - result.spacing[axis]!) > 1e-3 * s))
    throw new RangeError(`spacing: ${reference.spacing.join(' × ')} and ${result.spacing.join(' × ')}`)
}

/** Length of the diagonal of the whole grid, from the first voxel's far corner to the last one's, millimetres. */
export function diagonalOf({ size, spacing }: Pick<LabelVolume, 'size' | 'spacing'>): number {
  return Math.hypot(size[0] * spacing[0], size[1] * spacing[1], size[2] * spacing[2])
}
