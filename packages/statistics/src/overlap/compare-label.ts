import { checkGrids, diagonalOf, type LabelVolume } from './label-volume.ts'
import { cutMasks } from './masks.ts'
import { overlapCounter } from './overlap-counts.ts'
import { type EmptyRule, type OverlapMeasures, overlapMeasures } from './overlap-measures.ts'
import type { SurfaceKind } from './surface.ts'
import { surfaceDistances } from './surface-distances.ts'
import { averageSymmetricDistance, hausdorffDistance, surfaceDice } from './surface-measures.ts'

/** How volumes are compared, as a protocol declares it. */
export interface ComparisonRules {
  readonly surface: SurfaceKind
  /** Tolerance of the normalised surface distance, mm. */
  readonly tolerance: number
  readonly empty: EmptyRule
}

/** Overlap and surface measures of a label; null where not defined. Distances in mm. */
export interface LabelComparison extends OverlapMeasures {
  label: number
  hausdorff: number | null
  hausdorff95: number | null
  averageSymmetric: number | null
  surfaceDice: number | null
}

/**
 * Compares one label of two volumes on the same grid. In neither: by the rule. In one only: Dice 0, surface Dice 0, distances the
 * diagonal of the grid, the same as for a failed output.
 * @throws RangeError when the volumes are not on one grid
 */
export function compareLabel(
  reference: LabelVolume,
  result: LabelVolume,
  label: number,
  { surface, tolerance, empty }: ComparisonRules,
): LabelComparison {
  checkGrids(reference, result)
  const masks = cutMasks(reference, result, label)
  if (!masks) return absentComparison(label, empty)
  const counter = overlapCounter()
  counter.add(masks.reference, masks.result)
  const counts = counter.counts().get(1) ?? { reference: 0, result: 0, both: 0 }
  const overlap = { label, ...overlapMeasures(counts, empty) }
  if (counts.reference === 0 || counts.result === 0) return { ...overlap, ...missed(diagonalOf(reference)) }
  const distances = surfaceDistances(masks, surface)
  return {
    ...overlap,
    hausdorff: hausdorffDistance(distances, 100),
    hausdorff95: hausdorffDistance(distances, 95),
    averageSymmetric: averageSymmetricDistance(distances),
    surfaceDice: surfaceDice(distances, tolerance),
  }
}

/** What a label that is in neither volume counts as, by the rule. */
export function absentComparison(label: number, empty: EmptyRule): LabelComparison {
  return { label, ...overlapMeasures({ reference: 0, result: 0, both: 0 }, empty), ...absent(empty) }
}

/** What an output that failed counts as, whether the label is in the reference or not: nothing found, as far away as the grid is long. */
export function failedComparison(
  grid: Pick<LabelVolume, 'size' | 'spacing'>,
  label: number,
  isInReference = true,
): LabelComparison {
  const overlap = { dice: 0, jaccard: 0, overlapError: 1, volumeDifference: isInReference ? -1 : null }
  return { label, ...overlap, ...missed(diagonalOf(grid)) }
}

function missed(diagonal: number) {
  return { hausdorff: diagonal, hausdorff95: diagonal, averageSymmetric: diagonal, surfaceDice: 0 }
}

function absent(empty: EmptyRule) {
  const [distance, share] = empty === 'perfect' ? [0, 1] : [null, null]
  return { hausdorff: distance, hausdorff95: distance, averageSymmetric: distance, surfaceDice: share }
}
