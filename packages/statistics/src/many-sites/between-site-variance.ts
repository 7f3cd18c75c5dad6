import { type Effects, rangeOf } from './site-estimate.ts'
import { weightedMean } from './weighted-mean.ts'

/** Estimators of τ², the variance between sites. */
export type BetweenMethod = 'DL' | 'REML' | 'PM'

/**
 * Variance between sites, τ² ≥ 0, of at least two sites with positive variances.
 * `DL`: DerSimonian, Laird, *Control. Clin. Trials* 7:177–188 (1986). `PM`: Paule, Mandel, *J. Res. NBS* 87:377–385 (1982).
 * `REML`: the global maximum of the restricted likelihood (Viechtbauer, *J. Educ. Behav. Stat.* 30:261–293, 2005).
 */
export function betweenSiteVariance(effects: Effects, method: BetweenMethod): number {
  if (method === 'DL') return derSimonianLaird(effects)
  if (method === 'PM') return varianceAtQ(effects, effects.estimates.length - 1)
  return restrictedMaximum(effects)
}

function derSimonianLaird(effects: Effects): number {
  const { spreadWeight, q } = weightedMean(effects, 0)
  return Math.max(0, (q - (effects.estimates.length - 1)) / spreadWeight)
}

/**
 * The τ² at which the generalised Q, which falls with τ², has a value; 0 where it is below that from the start. Q is at
 * most (k − 1) range² / 2τ², which bounds the search.
 * @param value > 0
 */
export function varianceAtQ(effects: Effects, value: number): number {
  if (weightedMean(effects, 0).q <= value) return 0
  const degreesOfFreedom = effects.estimates.length - 1
  const high = (degreesOfFreedom * rangeOf(effects) ** 2) / (2 * value)
  return crossing((between) => weightedMean(effects, between).q - value, 0, high * (1 + 1e-9))
}

/**
 * The restricted likelihood may have more than one maximum, and an iteration may jump between them. Its score is negative
 * from range² / 2 on; so every fall of its sign below that is found on a grid and bisected, and the highest one taken.
 */
function restrictedMaximum(effects: Effects): number {
  const score = (between: number) => {
    const { spreadWeight, squaredQ } = weightedMean(effects, between)
    return squaredQ - spreadWeight
  }
  const grid = searchGrid(effects)
  const scores = grid.map(score)
  const maxima = scores[0] !== undefined && scores[0] <= 0 ? [0] : []
  for (let i = 1; i < grid.length; i += 1)
    if ((scores[i - 1] as number) > 0 && (scores[i] as number) <= 0)
      maxima.push(crossing(score, grid[i - 1] as number, grid[i] as number))
  const heights = maxima.map((between) => restrictedLogLikelihood(effects, between))
  return maxima[heights.indexOf(Math.max(...heights))] ?? 0
}

/** 0, then rising by a constant factor from well below the least variance to where the score is negative. */
function searchGrid(effects: Effects): number[] {
  const high = (rangeOf(effects) ** 2 / 2) * (1 + 1e-9)
  const low = Math.min(effects.variances.reduce((least, v) => Math.min(least, v)) * 1e-3, high)
  const steps = high > 0 ? Math.min(400, 8 + Math.ceil(8 * Math.log(high / low))) : 0
  return [0, ...Array.from({ length: steps + 1 }, (_, i) => low * (high / low) ** (i / Math.max(1, steps)))]
}

function restrictedLogLikelihood(effects: Effects, between: number): number {
  const { weight, q } = weightedMean(effects, between)
  const logs = effects.variances.reduce((sum, variance) => sum + Math.log(variance + between), 0)
  return -0.5 * (logs + Math.log(weight) + q)
}

/** Where a function that is positive at `low` and not at `high` crosses zero, to the last bit. */
function crossing(of: (x: number) => number, low: number, high: number): number {
  let [left, right] = [low, high]
  for (let i = 0; i < 1100 && right - left > 2 ** -52 * right; i += 1) {
    const middle = (left + right) / 2
    if (of(middle) > 0) left = middle
    else right = middle
  }
  return (left + right) / 2
}
