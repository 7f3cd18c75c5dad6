import { areaNames, bootstrapAreas } from '../detection/bootstrap-areas.ts'
import type { MatchedCase } from '../detection/match-marks.ts'
import { percentileInterval } from '../resampling/bootstrap-interval.ts'
import type { VersionDifference } from './version-difference.ts'

/** Areas of marks that versions are compared by. */
export const markedAreas = ['average-precision', 'afroc', 'weighted-afroc', 'lroc'] as const
export type MarkedArea = (typeof markedAreas)[number]

const columns: Readonly<Record<MarkedArea, (typeof areaNames)[number]>> = {
  'average-precision': 'averagePrecision',
  afroc: 'afroc',
  'weighted-afroc': 'weightedAfroc',
  lroc: 'lroc',
}

/** Draws without a lesion, or without a case of a kind, have no area. */
const undefinedReplicates = { leaveOutAtMost: 0.05 }

/**
 * The difference of two versions' average precisions (steps, as scikit-learn's) or areas of localisation, later minus earlier, on the same cases: percentiles
 * of a bootstrap over patients in which both versions have the same draws.
 * @param earlier, later the same cases with each version's marks
 * @returns undefined where either has no estimate, or there is no variation
 */
export function markedAreaDifference(
  area: MarkedArea,
  earlier: readonly MatchedCase[],
  later: readonly MatchedCase[],
  { replicates, seed, level }: { replicates: number; seed: number; level: number },
): VersionDifference | undefined {
  const column = areaNames.indexOf(columns[area])
  const [before, after] = [earlier, later].map((cases) => bootstrapAreas(cases, replicates, seed)) as [Drawn, Drawn]
  const [one, other] = [before.estimates[column]!, after.estimates[column]!]
  if (Number.isNaN(one + other)) return undefined
  const at = ({ values }: Drawn, r: number) => values[r * areaNames.length + column]!
  const differences = Float64Array.from({ length: replicates }, (_, r) => at(after, r) - at(before, r))
  const found = percentileInterval(differences, { level, undefinedReplicates })
  if (found.status !== 'estimated') return undefined
  const { lower, upper } = found
  return { earlier: one, later: other, estimate: other - one, lower, upper, method: 'bootstrap' }
}

type Drawn = ReturnType<typeof bootstrapAreas>
