/** A tabular CUSUM: how far values have drifted upwards and downwards, and where they first went too far. */
export interface CumulativeSums {
  readonly upper: readonly number[]
  readonly lower: readonly number[]
  /** Index of the first value at which either went beyond the decision limit; undefined where neither did. */
  readonly signal: number | undefined
}

/**
 * Tabular cumulative sums (Page, 1954; NIST/SEMATECH e-Handbook of Statistical Methods, 6.3.2.3).
 * @param values in the order in which they came
 * @param chart target: where they should lie; slack k ≥ 0 that is allowed at each; decision limit h > 0; all in the
 * values' unit
 */
export function cumulativeSums(
  values: readonly number[],
  { target, slack, decision }: { target: number; slack: number; decision: number },
): CumulativeSums {
  const upper: number[] = []
  const lower: number[] = []
  for (const value of values) {
    upper.push(Math.max(0, (upper.at(-1) ?? 0) + value - target - slack))
    lower.push(Math.max(0, (lower.at(-1) ?? 0) + target - slack - value))
  }
  const signal = values.findIndex((_, i) => upper[i]! > decision || lower[i]! > decision)
  return { upper, lower, signal: signal < 0 ? undefined : signal }
}

/** An EWMA chart. */
export interface MovingAverages {
  readonly averages: readonly number[]
  readonly limits: readonly [lower: number, upper: number]
  readonly signal: number | undefined
}

/**
 * Exponentially weighted moving averages with their limits at ± `width` standard errors in the long run (Roberts, 1959;
 * NIST/SEMATECH e-Handbook, 6.3.2.4).
 * @param chart weight λ in (0, 1] of the newest value; deviation: standard deviation of one value, > 0
 */
export function movingAverages(
  values: readonly number[],
  { target, deviation, weight, width }: { target: number; deviation: number; weight: number; width: number },
): MovingAverages {
  const averages: number[] = []
  for (const value of values) averages.push(weight * value + (1 - weight) * (averages.at(-1) ?? target))
  const reach = width * deviation * Math.sqrt(weight / (2 - weight))
  const signal = averages.findIndex((average) => Math.abs(average - target) > reach)
  return { averages, limits: [target - reach, target + reach], signal: signal < 0 ? undefined : signal }
}
