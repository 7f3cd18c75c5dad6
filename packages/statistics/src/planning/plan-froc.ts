import { sortScores } from '../detection/detection-scores.ts'
import { bootstrapFroc } from '../detection/froc-bootstrap.ts'
import { frocCurve, sensitivitiesAt } from '../detection/froc-curve.ts'
import type { MatchedCase } from '../detection/match-marks.ts'
import { normalQuantile } from '../distributions/normal.ts'
import { normalCdf } from '../distributions/normal-cdf.ts'
import { type Draws, drawsOf } from '../random/philox.ts'
import { percentileInterval } from '../resampling/bootstrap-interval.ts'
import type { PlanTarget, PowerAtSize } from './least-size.ts'
import type { SimulatedPower, Simulation } from './simulation.ts'

/** A mean sensitivity at rates of false positives a scan, whose bootstrap limit is to lie above a bound. */
export interface FrocPlan extends PlanTarget {
  readonly expected: number
  readonly bound: number
  /** Rising. */
  readonly rates: readonly number[]
  /** Mean of a scan; Poisson. */
  readonly lesions: number
  readonly falseMarks: number
  /** How alike the scores of one scan's lesions are, in [0, 1). */
  readonly correlation: number
}

/** By how much a lesion scores above a false mark, in standard deviations, for the expected mean sensitivity. Both are normal. */
function separationOf({ expected, rates, falseMarks }: FrocPlan): number {
  const thresholds = rates.map((rate) => (rate >= falseMarks ? -Infinity : normalQuantile(1 - rate / falseMarks)))
  const mean = (separation: number) =>
    thresholds.reduce((sum, threshold) => sum + normalCdf(separation - threshold), 0) / rates.length
  let [low, high] = [-10, 20]
  while (high - low > 1e-9) {
    const middle = (low + high) / 2
    if (mean(middle) < expected) low = middle
    else high = middle
  }
  return (low + high) / 2
}

function poisson(mean: number, draws: Draws): number {
  const limit = Math.exp(-mean)
  let product = draws.uniform()
  let count = 0
  while (product > limit) {
    product *= draws.uniform()
    count += 1
  }
  return count
}

function drawScans(plan: FrocPlan, scans: number, separation: number, draws: Draws): MatchedCase[] {
  const { lesions, falseMarks, correlation } = plan
  return Array.from({ length: scans }, (_, i) => {
    const shared = Math.sqrt(correlation) * draws.normal()
    const own = () => separation + shared + Math.sqrt(1 - correlation) * draws.normal()
    const lesionScores = Float64Array.from({ length: poisson(lesions, draws) }, own)
    return {
      case: `${i}`,
      patient: `${i}`,
      failed: false,
      ignored: 0,
      lesionScores,
      lesionWeights: new Float64Array(lesionScores.length).fill(1),
      falseScores: Float64Array.from({ length: poisson(falseMarks, draws) }, () => draws.normal()),
    }
  })
}

/** Scans and studies of the pilot simulation from which power over sizes is had. */
const pilot = { scans: 200, studies: 300 }

/**
 * There is no good formula: the standard deviation of a scan's part is had from simulated studies of 200 scans, and power over sizes is normal with it.
 * `simulateFroc` draws studies of the planned size with the bootstrap limit itself.
 */
export function frocPower(plan: FrocPlan, seed: number): (size: number) => PowerAtSize {
  const separation = separationOf(plan)
  const means = Array.from({ length: pilot.studies }, (_, run) => {
    const curve = frocCurve(sortScores(drawScans(plan, pilot.scans, separation, drawsOf(seed, run))))
    return sensitivitiesAt(curve, plan.rates).reduce((sum, value) => sum + value, 0) / plan.rates.length
  })
  const mean = means.reduce((sum, value) => sum + value, 0) / means.length
  const squares = means.reduce((sum, value) => sum + (value - mean) ** 2, 0)
  const deviation = Math.sqrt((squares / (means.length - 1)) * pilot.scans)
  const z = normalQuantile(1 - plan.alpha)
  return (size) => {
    const error = deviation / Math.sqrt(size)
    return { size, power: normalCdf((plan.expected - plan.bound) / error - z), halfWidth: z * error }
  }
}

/** Replicates of each simulated study's bootstrap. */
const replicates = 300

/** Draws scans, and asks for the lower percentile of the bootstrap over patients. */
export function simulateFroc(plan: FrocPlan, size: number, { runs, seed }: Simulation): SimulatedPower {
  const separation = separationOf(plan)
  let held = 0
  for (let run = 0; run < runs; run += 1) {
    const scores = sortScores(drawScans(plan, size, separation, drawsOf(seed, 2 ** 20 + run)))
    const drawn = bootstrapFroc(scores, plan.rates, replicates, seed + run)
    if (!drawn) continue
    const means = Float64Array.from(
      { length: replicates },
      (_, r) => drawn.values[r * drawn.columns + plan.rates.length]!,
    )
    const found = percentileInterval(means, { level: 1 - 2 * plan.alpha })
    if (found.status === 'estimated' && found.lower > plan.bound) held += 1
  }
  const power = held / runs
  return { power, standardError: Math.sqrt((power * (1 - power)) / runs), runs }
}
