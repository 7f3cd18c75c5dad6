import { drawsOf } from '../random/philox.ts'
import type { ResamplingPlan } from './resampling-plan.ts'

/**
 * The weights of the cases in one replicate: how often each was drawn, times n / (n − 1) in a rescaled plan. Replicate r is
 * stream r under the seed: the same on every machine, in any order.
 * @param seed 0 … 2^53 − 1
 * @param replicate 0 … 2^53 − 1
 * @param weights one a case; overwritten
 * @param unitWeights one a unit; overwritten. Only needed where units are not cases
 */
export function drawWeights(
  plan: ResamplingPlan,
  seed: number,
  replicate: number,
  weights: Float64Array,
  unitWeights = plan.unitOfCase ? new Float64Array(plan.units) : weights,
): void {
  drawUnitWeights(plan, seed, replicate, unitWeights)
  const { unitOfCase } = plan
  if (!unitOfCase) return
  for (let i = 0; i < plan.cases; i += 1) weights[i] = unitWeights[unitOfCase[i]!]!
}

/** The same by unit. */
export function drawUnitWeights(plan: ResamplingPlan, seed: number, replicate: number, weights: Float64Array): void {
  const { ordered, starts, rescaled } = plan
  const draws = drawsOf(seed, replicate)
  weights.fill(0)
  for (let stratum = 0; stratum + 1 < starts.length; stratum += 1) {
    const start = starts[stratum]!
    const units = starts[stratum + 1]! - start
    if (units === 1) {
      weights[ordered[start]!] = 1
      continue
    }
    const drawn = rescaled ? units - 1 : units
    const weight = units / drawn
    for (let i = 0; i < drawn; i += 1) weights[ordered[start + draws.below(units)]!]! += weight
  }
}
