import { sortScores } from '../detection/detection-scores.ts'
import { bootstrapFroc } from '../detection/froc-bootstrap.ts'
import { frocCurve, sensitivitiesAt } from '../detection/froc-curve.ts'
import type { MatchedCase } from '../detection/match-marks.ts'
import { percentileInterval } from '../resampling/bootstrap-interval.ts'
import type { VersionDifference } from './version-difference.ts'

/** How often each version's marks count. */
interface Resampling {
  readonly rates: readonly number[]
  readonly replicates: number
  readonly seed: number
  readonly level: number
}

/**
 * The difference of two versions' mean sensitivities at rates of false positives a scan, later minus earlier, on the same cases: percentiles of a bootstrap
 * over patients in which both versions have the same draws.
 * @param earlier, later the same cases with each version's marks
 * @returns undefined without lesions, or without variation
 */
export function frocDifference(
  earlier: readonly MatchedCase[],
  later: readonly MatchedCase[],
  { rates, replicates, seed, level }: Resampling,
): VersionDifference | undefined {
  const [one, other] = [sortScores(earlier), sortScores(later)]
  const [before, after] = [one, other].map((scores) => bootstrapFroc(scores, rates, replicates, seed))
  if (!before || !after) return undefined
  const meanAt = (scores: typeof one) =>
    sensitivitiesAt(frocCurve(scores), rates).reduce((sum, value) => sum + value, 0) / rates.length
  const differences = Float64Array.from({ length: replicates }, (_, r) => {
    const at = r * before.columns + rates.length
    return after.values[at]! - before.values[at]!
  })
  const estimate = meanAt(other) - meanAt(one)
  const found = percentileInterval(differences, { level })
  if (found.status !== 'estimated') return undefined
  return {
    earlier: meanAt(one),
    later: meanAt(other),
    estimate,
    lower: found.lower,
    upper: found.upper,
    method: 'bootstrap',
  }
}
