import type { Effects } from './site-estimate.ts'

/** The mean with weights 1 / (variance + τ²), and the sums that every method over sites is made of. */
export interface WeightedMean {
  mean: number
  /** Σw. */
  weight: number
  /** Σw − Σw² / Σw, as Σ w (Σw − w) / Σw: a site that outweighs all others loses no digits of theirs. */
  spreadWeight: number
  /** Cochran's generalised Q: Σw(y − mean)². */
  q: number
  /** Σw²(y − mean)². */
  squaredQ: number
}

/** @param between variance between sites, τ² ≥ 0 */
export function weightedMean({ estimates, variances }: Effects, between: number): WeightedMean {
  const count = estimates.length
  const heaviest = indexOfLeast(variances)
  // Distances are from the heaviest site, whose own would otherwise be nothing but rounding.
  const origin = estimates[heaviest] ?? 0
  let [others, sum] = [0, 0]
  for (let i = 0; i < count; i += 1) {
    if (i === heaviest) continue
    const w = 1 / ((variances[i] as number) + between)
    others += w
    sum += w * ((estimates[i] as number) - origin)
  }
  const weight = others + 1 / ((variances[heaviest] as number) + between)
  const shift = sum / weight
  let [spreadWeight, q, squaredQ] = [0, 0, 0]
  for (let i = 0; i < count; i += 1) {
    const w = 1 / ((variances[i] as number) + between)
    const part = w * ((estimates[i] as number) - origin - shift) ** 2
    spreadWeight += (w / weight) * (i === heaviest ? others : weight - w)
    q += part
    squaredQ += w * part
  }
  return { mean: origin + shift, weight, spreadWeight, q, squaredQ }
}

function indexOfLeast(values: Float64Array): number {
  let found = 0
  for (let i = 1; i < values.length; i += 1) if ((values[i] as number) < (values[found] as number)) found = i
  return found
}
