import { averagePrecisions } from './average-precision.ts'
import { sortScores } from './detection-scores.ts'
import { drawPatients } from './draw-patients.ts'
import { afrocArea, lrocArea, rankLocalisations } from './localisation-areas.ts'
import type { MatchedCase } from './match-marks.ts'

/** The areas of marked lesions, in the order of their columns. */
export const areaNames = [
  ...(['afroc', 'weightedAfroc', 'lroc'] as const),
  ...(['averagePrecision', 'interpolatedPrecision', 'cocoPrecision'] as const),
] as const

/** Areas of a sample by name, and replicates × areas by rows; NaN where an area is undefined. */
export interface AreaReplicates {
  readonly estimates: readonly number[]
  readonly values: Float64Array
}

/**
 * The areas with replicates: patients drawn with replacement with all their cases. A draw without a case of either kind, or without a
 * lesion, has no area, and its value is NaN.
 * @param replicates how many, from 0 on
 * @param seed of the draws: replicate r is stream r
 */
export function bootstrapAreas(cases: readonly MatchedCase[], replicates: number, seed: number): AreaReplicates {
  const [scores, localisations] = [sortScores(cases), rankLocalisations(cases)]
  const areasOf = (times?: Int32Array) => {
    const areas = [
      afrocArea(localisations, false, times),
      afrocArea(localisations, true, times),
      lrocArea(localisations, times),
    ].map((area) => (area.status === 'estimated' ? area.estimate : Number.NaN))
    const precision = averagePrecisions(scores, times)
    if (precision.status === 'undefined') return [...areas, Number.NaN, Number.NaN, Number.NaN]
    return [...areas, precision.step, precision.interpolated, precision.coco]
  }
  const values = new Float64Array(replicates * areaNames.length)
  for (let replicate = 0; replicate < replicates; replicate += 1)
    values.set(areasOf(drawPatients(scores.patients.length, seed, replicate)), replicate * areaNames.length)
  return { estimates: areasOf(), values }
}
