import { normalQuantile } from '../distributions/normal.ts'
import { studentTQuantile } from '../distributions/student-t.ts'
import { tangoLimit } from '../paired/paired-difference.ts'
import { binomialLimit } from '../proportions/binomial-interval.ts'
import { drawBinomial } from '../resampling/draw-binomial.ts'
import { areaInterval } from '../roc/area-interval.ts'
import { pairedAreaDifference } from '../roc/compare-areas.ts'
import { type RocArea, rocArea } from '../roc/roc-area.ts'
import type { AreaDifferencePlan, AreaPlan } from './plan-area.ts'
import type { MeanPlan } from './plan-mean.ts'
import type { PairedPlan } from './plan-paired.ts'
import { designEffect, type SharePlan } from './plan-share.ts'
import { simulateClusteredMean, simulateClusteredPairs } from './simulate-clusters.ts'
import { type SimulatedPower, type Simulation, simulate } from './simulation.ts'

/** As many independent cases as a sample is worth. */
const worthOf = (plan: { casesAPatient: number; correlation: number }, size: number) =>
  Math.floor(size / designEffect(plan))

/** Draws counts, and asks for the limit that the plan names. */
export function simulateShare(plan: SharePlan, size: number, simulation: Simulation): SimulatedPower {
  const trials = worthOf(plan, size)
  return simulate(simulation, (draws) => {
    const successes = drawBinomial(trials, plan.expected, draws)
    return plan.expected > plan.bound
      ? binomialLimit(successes, trials, plan.method, 'lower', plan.alpha) > plan.bound
      : binomialLimit(successes, trials, plan.method, 'upper', plan.alpha) < plan.bound
  })
}

/** Draws pairs, and asks for Tango's lower limit. */
export function simulatePaired(plan: PairedPlan, size: number, simulation: Simulation): SimulatedPower {
  if (plan.casesAPatient > 1) return simulateClusteredPairs(plan, size, simulation)
  const pairs = worthOf(plan, size)
  const z = normalQuantile(1 - plan.alpha)
  const difference = plan.first - plan.second
  const ofFirst = (plan.discordance + difference) / 2 / plan.discordance
  return simulate(simulation, (draws) => {
    const discordant = drawBinomial(pairs, plan.discordance, draws)
    const onlyFirst = drawBinomial(discordant, ofFirst, draws)
    const counts = { both: pairs - discordant, onlyFirst, onlySecond: discordant - onlyFirst, neither: 0 }
    return tangoLimit(counts, 'lower', z) > -plan.margin
  })
}

function classes(
  plan: { prevalence: number; casesAPatient: number; correlation: number },
  size: number,
): [number, number] {
  const cases = worthOf(plan, size)
  const diseased = Math.round(cases * plan.prevalence)
  return [diseased, cases - diseased]
}

/** Draws binormal scores, and asks for DeLong's lower limit on the logit. */
export function simulateArea(plan: AreaPlan, size: number, simulation: Simulation): SimulatedPower {
  const [diseased, healthy] = classes(plan, size)
  const shift = Math.SQRT2 * normalQuantile(plan.expected)
  return simulate(simulation, (draws) => {
    const area: RocArea = rocArea({
      diseased: Float64Array.from({ length: diseased }, () => shift + draws.normal()),
      healthy: Float64Array.from({ length: healthy }, () => draws.normal()),
    })
    const interval = areaInterval(area, 'logit', 1 - 2 * plan.alpha)
    return interval !== undefined && interval.lower > plan.bound
  })
}

/** Draws pairs of binormal scores, and asks for DeLong's paired lower limit. */
export function simulateAreaDifference(plan: AreaDifferencePlan, size: number, simulation: Simulation): SimulatedPower {
  const [diseased, healthy] = classes(plan, size)
  const shifts = [plan.first, plan.second].map((area) => Math.SQRT2 * normalQuantile(area)) as [number, number]
  const own = Math.sqrt(1 - plan.areaCorrelation)
  const shared = Math.sqrt(plan.areaCorrelation)
  const z = normalQuantile(1 - plan.alpha)
  return simulate(simulation, (draws) => {
    const draw = (count: number) => {
      const common = Float64Array.from({ length: count }, () => shared * draws.normal())
      return () => common.map((value) => value + own * draws.normal())
    }
    const [ofDiseased, ofHealthy] = [draw(diseased), draw(healthy)]
    const [first, second] = shifts.map((shift) => ({
      diseased: ofDiseased().map((value) => value + shift),
      healthy: ofHealthy(),
    })) as [Parameters<typeof rocArea>[0], Parameters<typeof rocArea>[0]]
    const difference = pairedAreaDifference(first, second)
    if (difference.status !== 'estimated') return false
    return difference.estimate - z * difference.standardError > -plan.margin
  })
}

/** Draws normal cases, and asks for the t limit. */
export function simulateMean(plan: MeanPlan, size: number, simulation: Simulation): SimulatedPower {
  if (plan.casesAPatient > 1) return simulateClusteredMean(plan, size, simulation)
  const cases = worthOf(plan, size)
  const quantile = studentTQuantile(1 - plan.alpha, cases - 1)
  return simulate(simulation, (draws) => {
    const values = Array.from(
      { length: cases },
      () => Math.abs(plan.expected - plan.bound) + plan.deviation * draws.normal(),
    )
    const mean = values.reduce((sum, value) => sum + value, 0) / cases
    const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0)
    return mean - quantile * Math.sqrt(squares / (cases - 1) / cases) > 0
  })
}
