import type { Effects } from './site-estimate.ts'

/** The mean with weights 1 / (variance + τ²), and the sums that every method over sites is made of. */
export interface WeightedMean {
  mean: number
  /** Σw. */
  weight: number
  /** Σw². */
  squaredWeight: number
  /** Cochran's generalised Q: Σw(y − mean)². */
  q: number
  /** Σw²(y − mean)². */
  squaredQ: number
}

/** @param between variance between sites, τ² ≥ 0 */
export function weightedMean({ estimates, variances }: Effects, between: number): WeightedMean {
  const count = estimates.length
  const origin = estimates[0] ?? 0
  let [weight, squaredWeight, sum] = [0, 0, 0]
  for (let i = 0; i < count; i += 1) {
    const w = 1 / ((variances[i] as number) + between)
    weight += w
    squaredWeight += w * w
    sum += w * ((estimates[i] as number) - origin)
  }
  const mean = origin + sum / weight
  let [q, squaredQ] = [0, 0]
  for (let i = 0; i < count; i += 1) {
    const w = 1 / ((variances[i] as number) + between)
    const part = w * ((estimates[i] as number) - mean) ** 2
    q += part
    squaredQ += w * part
  }
  return { mean, weight, squaredWeight, q, squaredQ }
}
