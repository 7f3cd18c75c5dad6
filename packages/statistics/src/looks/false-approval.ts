import { normalCdf } from '../distributions/normal-cdf.ts'
import type { LookFamily } from './look-family.ts'

/**
 * How often at least one of several looks approves a device that is exactly as bad as the bound: the statistics of all looks normal, each two with the same
 * correlation. It is what their overlap makes it: looks at the same cases by like devices are alike, looks at fresh cases are not.
 * @param quantiles one a look; a look approves above it
 * @param correlation in [0, 1)
 */
export function falseApproval(quantiles: readonly number[], correlation: number): number {
  const [shared, own] = [Math.sqrt(correlation), Math.sqrt(1 - correlation)]
  const none = (x: number) =>
    quantiles.reduce((product, quantile) => product * normalCdf((quantile - shared * x) / own), 1)
  if (correlation === 0) return 1 - none(0)
  const step = 0.02
  let sum = 0
  for (let x = -9; x <= 9; x += step) sum += step * Math.exp((-x * x) / 2) * none(x)
  return 1 - sum / Math.sqrt(2 * Math.PI)
}

/**
 * How often a device that is exactly as bad as the bound is approved up to each look.
 * @param quantiles one a look of the family; a look approves above it
 */
export function falseApprovals(quantiles: readonly number[], { paths }: LookFamily): number[] {
  let [current, approved] = [paths, 0]
  return quantiles.map((quantile, i) => {
    approved += current.above(quantile)
    if (i + 1 < quantiles.length) current = current.next(quantile)
    return approved
  })
}
