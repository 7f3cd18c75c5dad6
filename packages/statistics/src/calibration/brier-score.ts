import { normalCdf } from '../distributions/normal-cdf.ts'
import { limitOf } from '../frame/limit.ts'
import { checkForecasts, clusterCounts, clusterSums, type Forecasts } from './forecasts.ts'

export type BrierScore =
  | {
      status: 'estimated'
      cases: number
      events: number
      /** Clusters, and how many they count for: K_eff = (Σn)² / Σn². */
      clusters: number
      effectiveClusters: number
      /** Mean of (p − truth)², in [0, 1]; 0 is best. */
      brier: number
      /** Linearised between clusters; null with fewer than two. */
      standardError: number | null
      /** Two-sided, on the logit with t on K_eff − 1; null at 0 and 1, without variance, or with fewer than two clusters. */
      interval: { level: number; lower: number; upper: number } | null
      /** Share explained of the score of a forecast of the observed share: 1 − brier / uncertainty; null in one class. */
      skill: number | null
      /** Spiegelhalter's test that every forecast is right; null where all forecasts are 0, ½ or 1. */
      spiegelhalter: { z: number; p: number } | null
    }
  | { status: 'undefined'; reason: 'no-cases' }

/**
 * Brier score, *Mon. Weather Rev.* 78:1–3 (1950), of probabilities of one event. Spiegelhalter, *Stat. Med.* 5:421–433
 * (1986), takes cases for independent.
 * @param level of the interval, in (0, 1)
 * @throws RangeError see `checkForecasts`; level
 */
export function brierScore(forecasts: Forecasts, level = 0.95): BrierScore {
  const cases = checkForecasts(forecasts)
  if (!(level > 0 && level < 1)) throw new RangeError('level: not between 0 and 1')
  if (cases === 0) return { status: 'undefined', reason: 'no-cases' }
  const { truths, probabilities, clusters } = forecasts
  const errors = probabilities.map((p, i) => (p - (truths[i] as number)) ** 2)
  const events = truths.reduce((sum, truth) => sum + truth, 0)
  const brier = errors.reduce((sum, error) => sum + error, 0) / cases
  const { count, effective } = clusterCounts(cases, clusters)
  const deviations = clusterSums(
    errors.map((error) => error - brier),
    clusters,
  )
  const squares = deviations.reduce((sum, deviation) => sum + deviation * deviation, 0)
  const standardError = count < 2 ? null : Math.sqrt((count / (count - 1)) * squares) / cases
  const uncertainty = (events / cases) * (1 - events / cases)
  return {
    status: 'estimated',
    cases,
    events,
    clusters: count,
    effectiveClusters: effective,
    brier,
    standardError,
    interval: intervalOf(brier, standardError, effective - 1, level),
    skill: uncertainty > 0 ? 1 - brier / uncertainty : null,
    spiegelhalter: spiegelhalter(forecasts),
  }
}

function intervalOf(brier: number, standardError: number | null, degreesOfFreedom: number, level: number) {
  if (!standardError || brier === 0 || brier === 1 || degreesOfFreedom < 1e-9) return null
  const spread = brier * (1 - brier)
  const location = Math.log(brier / (1 - brier))
  const reference = { scale: 'logit-t' as const, location, standardError: standardError / spread, degreesOfFreedom }
  const at = (side: 'lower' | 'upper') => limitOf(reference, side, (1 - level) / 2)
  return { level, lower: at('lower'), upper: at('upper') }
}

function spiegelhalter({ truths, probabilities }: Forecasts): { z: number; p: number } | null {
  let [sum, variance] = [0, 0]
  for (let i = 0; i < truths.length; i += 1) {
    const p = probabilities[i] as number
    sum += ((truths[i] as number) - p) * (1 - 2 * p)
    variance += (1 - 2 * p) ** 2 * p * (1 - p)
  }
  if (variance === 0) return null
  const z = sum / Math.sqrt(variance)
  return { z, p: 2 * normalCdf(-Math.abs(z)) }
}
