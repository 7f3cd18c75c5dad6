import { normalQuantile } from '../distributions/normal.ts'
import { normalCdf } from '../distributions/normal-cdf.ts'
import type { Look } from './error-spending.ts'
import type { LookFamily } from './look-family.ts'
import { crossingPoint, type Paths } from './paths.ts'

/** What a look came to, adjusted for the looks before it. Effects are differences from the bound. */
export interface AdjustedEstimate {
  /** Median-unbiased: as often above as below what is true. */
  readonly estimate: number
  readonly lower: number
  readonly upper: number
  /** One-sided, against no effect. */
  readonly p: number
}

/** Effect over its standard error, at the look that stopped, or the last so far. */
export interface LookResult {
  /** From 1 on. */
  readonly look: number
  readonly statistic: number
  readonly standardError: number
}

/**
 * Estimate, interval and p of looks that stop at the first one above its limit, by the stage-wise ordering: what crosses earlier is further out.
 * Source: Tsiatis, Rosner, Mehta, *Biometrics* 40:797–803 (1984); Jennison, Turnbull, *Group Sequential Methods* (2000), chapter 8.
 * @param plan limits of the family's looks
 * @param level of the interval, in (0, 1)
 * @returns a function that keeps what the looks have in common
 */
export function adjustedEstimates(family: LookFamily, plan: readonly Look[], level: number) {
  const stages: Paths[] = [family.paths]
  const stage = (look: number): Paths => {
    while (stages.length < look) stages.push(stages.at(-1)!.next(plan[stages.length - 1]!.quantile))
    return stages[look - 1]!
  }
  return ({ look, statistic, standardError }: LookResult): AdjustedEstimate => {
    if (look === 1) return fixedSampleEstimate({ look, statistic, standardError }, level)
    const [paths, own] = [stage(look), Math.sqrt(family.shares[look - 1]!)]
    const [from, to] = driftsAround(look, statistic, family, plan)
    const effect = (below: number) =>
      crossingPoint((drift) => paths.below(statistic, drift), below, from, to) * own * standardError
    return {
      estimate: effect(0.5),
      lower: effect((1 + level) / 2),
      upper: effect((1 - level) / 2),
      p: plan[look - 2]!.spent + paths.above(statistic),
    }
  }
}

/** With nothing looked at before: the fixed sample's result, as it is. */
export function fixedSampleEstimate({ statistic, standardError }: LookResult, level: number): AdjustedEstimate {
  const [estimate, reach] = [statistic * standardError, normalQuantile((1 + level) / 2) * standardError]
  return { estimate, lower: estimate - reach, upper: estimate + reach, p: normalCdf(-statistic) }
}

/** Drifts between which a result goes from certain to impossible. */
function driftsAround(
  look: number,
  statistic: number,
  { shares }: LookFamily,
  plan: readonly Look[],
): [number, number] {
  const reach = 8
  const lows = plan.slice(0, look - 1).map(({ quantile }, i) => (quantile - reach) / Math.sqrt(shares[i]!))
  const own = Math.sqrt(shares[look - 1]!)
  return [Math.min(...lows, (statistic - reach) / own), (statistic + reach) / own]
}
