import { clusteredMean } from '../case-scores/clustered-mean.ts'
import { limit } from '../frame/limit.ts'
import { clusteredDifference } from '../paired/clustered-difference.ts'
import type { Draws } from '../random/philox.ts'
import type { MeanPlan } from './plan-mean.ts'
import type { PairedPlan } from './plan-paired.ts'
import { type SimulatedPower, type Simulation, simulate } from './simulation.ts'

/**
 * Draws for the cases of patients, of which each two of one patient have a correlation: a case has the patient's own draw with probability √correlation, and else
 * one of its own.
 * Source: Lunn, Davies, *Biometrika* 85:487–490 (1998).
 */
function drawClusters<Value>(
  cases: number,
  { casesAPatient, correlation }: { casesAPatient: number; correlation: number },
  draws: Draws,
  draw: () => Value,
): { patient: string; value: Value }[] {
  const shared = Math.sqrt(correlation)
  const own: { patient: string; value: Value }[] = []
  for (let patient = 0; own.length < cases; patient += 1) {
    const common = draw()
    for (let i = 0; i < casesAPatient && own.length < cases; i += 1)
      own.push({ patient: `${patient}`, value: draws.uniform() < shared ? common : draw() })
  }
  return own
}

/** Draws pairs of cases that cluster in patients, and asks for the lower limit of the effective score. */
export function simulateClusteredPairs(plan: PairedPlan, size: number, simulation: Simulation): SimulatedPower {
  const difference = plan.first - plan.second
  const onlyFirst = (plan.discordance + difference) / 2
  const kinds = [
    [1, 0],
    [0, 1],
    [1, 1],
  ] as const
  return simulate(simulation, (draws) => {
    const cases = drawClusters(size, plan, draws, () => {
      const u = draws.uniform()
      return kinds[u < onlyFirst ? 0 : u < plan.discordance ? 1 : 2]!
    })
    const found = clusteredDifference(cases.map(({ patient, value: [first, second] }) => ({ patient, first, second })))
    return found.status === 'estimated' && limit(found, 'lower', plan.alpha) > -plan.margin
  })
}

/** Draws normal cases that cluster in patients, and asks for the t limit between patients. */
export function simulateClusteredMean(plan: MeanPlan, size: number, simulation: Simulation): SimulatedPower {
  const distance = Math.abs(plan.expected - plan.bound)
  return simulate(simulation, (draws) => {
    const cases = drawClusters(size, plan, draws, () => distance + plan.deviation * draws.normal())
    const found = clusteredMean(cases, 1 - 2 * plan.alpha)
    return found !== undefined && found.lower > 0
  })
}
