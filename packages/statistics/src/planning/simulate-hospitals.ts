import { meanAndDeviation } from '../agreement/differences.ts'
import { pooledLimit, poolSites } from '../many-sites/pool-sites.ts'
import { shareLogits } from '../many-sites/share-logits.ts'
import type { SiteEstimate } from '../many-sites/site-estimate.ts'
import type { Draws } from '../random/philox.ts'
import { drawBinomial } from '../resampling/draw-binomial.ts'
import type { HospitalPlan } from './plan-hospitals.ts'
import { type SimulatedPower, type Simulation, simulate } from './simulation.ts'

/** Draws hospitals and their cases, pools them (REML, Hartung–Knapp with floor), and asks for the limit. */
export function simulateHospitals(plan: HospitalPlan, hospitals: number, simulation: Simulation): SimulatedPower {
  const { expected, bound, alpha, deviation } = plan
  const scaled = (value: number) => (deviation === undefined ? Math.log(value / (1 - value)) : value)
  return simulate(simulation, (draws) => {
    const sites = deviation === undefined ? drawShares(plan, hospitals, draws) : drawMeans(plan, hospitals, draws)
    const pooled = poolSites(sites, { method: 'REML', interval: 'hartung-knapp-floored', level: 1 - 2 * alpha })
    if (pooled.status !== 'estimated') return false
    return expected > bound
      ? pooledLimit(pooled, 'lower', alpha) > scaled(bound)
      : pooledLimit(pooled, 'upper', alpha) < scaled(bound)
  })
}

function drawShares(plan: HospitalPlan, hospitals: number, draws: Draws): SiteEstimate[] {
  const { expected, between, casesAHospital: trials } = plan
  const middle = Math.log(expected / (1 - expected))
  return shareLogits(
    Array.from({ length: hospitals }, (_, i) => {
      const share = 1 / (1 + Math.exp(-(middle + between * draws.normal())))
      return { site: `${i}`, share: drawBinomial(trials, share, draws) / trials, trials }
    }),
  )
}

function drawMeans(plan: HospitalPlan, hospitals: number, draws: Draws): SiteEstimate[] {
  const { expected, between, casesAHospital, deviation = 0 } = plan
  return Array.from({ length: hospitals }, (_, i) => {
    const own = expected + between * draws.normal()
    const found = meanAndDeviation(
      Float64Array.from({ length: casesAHospital }, () => own + deviation * draws.normal()),
    )
    return { site: `${i}`, estimate: found.mean, variance: found.deviation ** 2 / casesAHospital }
  })
}
