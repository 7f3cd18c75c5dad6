import { type Draws, drawsOf } from '../random/philox.ts'
import { drawBinomial } from './draw-binomial.ts'
import type { ResamplingPlan } from './resampling-plan.ts'

/** Units that fit into the nearest caches. */
const blockSize = 4096

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
    const units = ordered.subarray(starts[stratum]!, starts[stratum + 1]!)
    if (units.length === 1) weights[units[0]!] = 1
    else drawStratum(units, rescaled ? units.length - 1 : units.length, draws, weights)
  }
}

/**
 * Block by block: how many draws fall into a block is binomial given those before it, which keeps the distribution of draws
 * from all units at once, and memory that is touched near.
 */
function drawStratum(units: Int32Array, drawn: number, draws: Draws, weights: Float64Array): void {
  const weight = units.length / drawn
  let undrawn = drawn
  for (let start = 0; start < units.length; start += blockSize) {
    const left = units.length - start
    const size = Math.min(blockSize, left)
    const here = drawBinomial(undrawn, size / left, draws)
    for (let i = 0; i < here; i += 1) weights[units[start + draws.below(size)]!]! += weight
    undrawn -= here
  }
}
