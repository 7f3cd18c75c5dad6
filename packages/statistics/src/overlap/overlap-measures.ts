import type { OverlapCounts } from './overlap-counts.ts'

/** What a label that is in neither volume gives: `perfect` agreement, or nothing that counts. */
export type EmptyRule = 'perfect' | 'undefined'

/** Overlap of one label; null where it is not defined. */
export interface OverlapMeasures {
  /** 2 |A ∩ B| / (|A| + |B|), in [0, 1] (Dice, *Ecology* 26:297, 1945). */
  dice: number | null
  /** |A ∩ B| / |A ∪ B|, in [0, 1] (Jaccard 1901). */
  jaccard: number | null
  /** Volumetric overlap error, 1 − Jaccard. */
  overlapError: number | null
  /** Relative volume difference, (|B| − |A|) / |A| with the reference A; null where the reference is empty. */
  volumeDifference: number | null
}

/** Overlap measures from counts of voxels. Where one of both is empty, Dice and Jaccard are 0. */
export function overlapMeasures({ reference, result, both }: OverlapCounts, empty: EmptyRule): OverlapMeasures {
  const union = reference + result - both
  const whole = empty === 'perfect' ? 1 : null
  const jaccard = union === 0 ? whole : both / union
  return {
    dice: union === 0 ? whole : (2 * both) / (reference + result),
    jaccard,
    overlapError: jaccard === null ? null : 1 - jaccard,
    volumeDifference:
      reference === 0 ? (result === 0 && empty === 'perfect' ? 0 : null) : (result - reference) / reference,
  }
}
