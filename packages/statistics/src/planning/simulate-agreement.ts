import { weightMatrix } from '../agreement/agreement-weights.ts'
import { cohenKappa } from '../agreement/cohen-kappa.ts'
import { meanAndDeviation } from '../agreement/differences.ts'
import { intraclassCorrelations } from '../agreement/intraclass-correlation.ts'
import { observedOverExpected } from '../calibration/observed-over-expected.ts'
import { unpairedDifference } from '../paired/unpaired-difference.ts'
import { drawBinomial } from '../resampling/draw-binomial.ts'
import {
  type AgreementLimitsPlan,
  type IntraclassPlan,
  type KappaPlan,
  limitReach,
  tableOfKappa,
} from './plan-agreement.ts'
import type { CalibrationPlan } from './plan-calibration.ts'
import type { GroupsPlan } from './plan-groups.ts'
import { designEffect } from './plan-share.ts'
import { type SimulatedPower, type Simulation, simulate } from './simulation.ts'

/** Draws counts of both groups, and asks for Miettinen and Nurminen's lower limit. */
export function simulateGroups(plan: GroupsPlan, size: number, simulation: Simulation): SimulatedPower {
  const trials = Math.floor(size / designEffect(plan))
  return simulate(simulation, (draws) => {
    const group = (share: number) => ({ successes: drawBinomial(trials, share, draws), trials })
    const shares = { first: group(plan.first), second: group(plan.second) }
    const found = unpairedDifference(shares, 'miettinen-nurminen', 1 - 2 * plan.alpha)
    return found.status === 'estimated' && found.lower > -plan.margin
  })
}

/** Draws a table of two raters, and asks for kappa's lower limit. */
export function simulateKappa(plan: KappaPlan, size: number, simulation: Simulation): SimulatedPower {
  const shares = tableOfKappa(plan)
  const weights = weightMatrix(plan.weights, plan.shares.length)
  return simulate(simulation, (draws) => {
    let [left, rest] = [size, 1]
    const table = Float64Array.from(shares, (share, i) => {
      const count =
        i === shares.length - 1 ? left : drawBinomial(left, Math.min(1, share / Math.max(rest, share)), draws)
      left -= count
      rest -= share
      return count
    })
    const found = cohenKappa(table, weights, 1 - 2 * plan.alpha)
    return found.status === 'estimated' && found.lower > plan.bound
  })
}

/** Draws ratings of subjects that are normal, and asks for the lower limit of ICC(1,1). */
export function simulateIntraclass(plan: IntraclassPlan, size: number, simulation: Simulation): SimulatedPower {
  return simulate(simulation, (draws) => {
    const values = Array.from({ length: size }, () => {
      const subject = Math.sqrt(plan.expected) * draws.normal()
      return Array.from({ length: plan.raters }, () => subject + Math.sqrt(1 - plan.expected) * draws.normal())
    })
    const found = intraclassCorrelations(Float64Array.from(values.flat()), plan.raters, 1 - 2 * plan.alpha)
    return found.status === 'estimated' && found.correlations[0]!.lower > plan.bound
  })
}

/** Draws normal differences, and asks for the outer ends of both limits of agreement. */
export function simulateAgreementLimits(
  plan: AgreementLimitsPlan,
  size: number,
  simulation: Simulation,
): SimulatedPower {
  const { expected, deviation, bound } = plan
  const reach = limitReach(plan, size)
  return simulate(simulation, (draws) => {
    const drawn = meanAndDeviation(Float64Array.from({ length: size }, () => expected + deviation * draws.normal()))
    return Math.abs(drawn.mean) + reach * drawn.deviation < bound
  })
}

/** Draws outcomes of forecasts that lie one standard deviation above or below the prevalence, and asks for both limits of O / E. */
export function simulateCalibration(plan: CalibrationPlan, size: number, simulation: Simulation): SimulatedPower {
  const { prevalence, deviation, bound } = plan
  return simulate(simulation, (draws) => {
    const probabilities = Float64Array.from(
      { length: size },
      () => prevalence + (draws.below(2) === 0 ? deviation : -deviation),
    )
    const truths = Uint8Array.from(probabilities, (p) => (draws.uniform() < p ? 1 : 0))
    const found = observedOverExpected({ truths, probabilities }, 1 - 2 * plan.alpha)
    if (found.status !== 'estimated' || !found.interval) return false
    return found.interval.lower > 1 / bound && found.interval.upper < bound
  })
}
