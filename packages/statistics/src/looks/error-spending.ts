import { normalQuantile } from '../distributions/normal.ts'
import { normalCdf } from '../distributions/normal-cdf.ts'
import type { LookFamily } from './look-family.ts'
import { crossingPoint } from './paths.ts'

/** How a one-sided error is spent over looks. */
export const spendings = ['obrien-fleming', 'pocock', 'fixed'] as const
export type Spending = (typeof spendings)[number]

/**
 * Error that is spent up to a share of the looks: little at first and most at the end (`obrien-fleming`), about the same at every look (`pocock`), or
 * exactly the same (`fixed`).
 * Source: Lan, DeMets, *Biometrika* 70:659–663 (1983).
 * @param share in (0, 1]
 */
function spentError(spending: Spending, alpha: number, share: number): number {
  switch (spending) {
    case 'obrien-fleming':
      // From the lower tails, which keep their digits.
      return 2 * normalCdf(normalQuantile(alpha / 2) / Math.sqrt(share))
    case 'pocock':
      return alpha * Math.log(1 + (Math.E - 1) * share)
    case 'fixed':
      return alpha * share
  }
}

/** A look: what has been spent with it, its own one-sided error, and the quantile that its limit takes. */
export interface Look {
  readonly look: number
  readonly spent: number
  readonly alpha: number
  readonly quantile: number
}

/**
 * Errors of looks whose results may depend on each other in any way, as those of versions of a device on one set do: a look has what is newly spent, and all of
 * them together, by Bonferroni, no more than alpha.
 * @param looks how many are planned, 1 to 100
 */
export function spendOverLooks(spending: Spending, alpha: number, looks: number): Look[] {
  return Array.from({ length: looks }, (_, i) => {
    const spent = spentError(spending, alpha, (i + 1) / looks)
    const own = spent - (i === 0 ? 0 : spentError(spending, alpha, i / looks))
    return { look: i + 1, spent, alpha: own, quantile: -normalQuantile(own) }
  })
}

/** An error so small that no limit is ever crossed by it. */
const leastError = 1e-30

/** No limit is lower. */
const lowest = -8

/** Where what crosses for the first time has an error: no higher than if nothing had been looked at before. */
function limitOf(above: (quantile: number) => number, error: number): number {
  // Logarithms of tails are nearly straight, so that few steps are needed.
  const logarithm = (x: number) => Math.log(Math.max(leastError, above(x)))
  const high = Math.max(lowest, -normalQuantile(error))
  let low = Math.max(lowest, high - 0.5)
  while (low > lowest && logarithm(low) < Math.log(error)) low = Math.max(lowest, low - 2)
  return crossingPoint(logarithm, Math.log(error), low, high)
}

/**
 * Errors of looks whose joint distribution is known: limits are those whose crossing, for the first time, has what is newly spent.
 * Source: Lan, DeMets 1983.
 * @param told after each look, of those that there are
 */
export function spendOverFamily(
  spending: Spending,
  alpha: number,
  { times, paths }: LookFamily,
  told?: (done: number, total: number) => void,
): Look[] {
  const found: Look[] = []
  let current = paths
  for (const [i, time] of times.entries()) {
    const spent = spentError(spending, alpha, time)
    const own = Math.max(leastError, spent - (found.at(-1)?.spent ?? 0))
    const quantile = limitOf(current.above, own)
    found.push({ look: i + 1, spent, alpha: normalCdf(-quantile), quantile })
    if (i + 1 < times.length) current = current.next(quantile)
    told?.(i + 1, times.length)
  }
  return found
}
