import { normalQuantile } from '../distributions/normal.ts'
import { normalCdf } from '../distributions/normal-cdf.ts'

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

/** Points across the continuation region of a look. */
const points = 1201

/**
 * Errors of looks at cases that accumulate: each look has all cases of the one before, and the same share of new ones. Limits are those whose crossing, for the
 * first time, has what is newly spent.
 * Source: Armitage, McPherson, Rowe, *J. R. Stat. Soc. A* 132:235–244 (1969), for the recursion; Lan, DeMets 1983.
 */
export function spendOverAccumulation(spending: Spending, alpha: number, looks: number): Look[] {
  const found: Look[] = []
  let grid: Grid = { scores: [0], weights: [1], time: 0 }
  for (let look = 1; look <= looks; look += 1) {
    const time = look / looks
    const spent = spentError(spending, alpha, time)
    const own = spent - (found.at(-1)?.spent ?? 0)
    const quantile = crossing(grid, time, own)
    found.push({ look, spent, alpha: normalCdf(-quantile), quantile })
    grid = nextGrid(grid, time, quantile)
  }
  return found
}

/** Density of the score of those not yet stopped, as weights of points. */
interface Grid {
  readonly scores: readonly number[]
  readonly weights: readonly number[]
  readonly time: number
}

/** The quantile that is crossed with a probability, by bisection. */
function crossing({ scores, weights, time: before }: Grid, time: number, probability: number): number {
  const step = Math.sqrt(time - before)
  const crossed = (quantile: number) =>
    scores.reduce((sum, score, i) => sum + weights[i]! * normalCdf((score - quantile * Math.sqrt(time)) / step), 0)
  let [low, high] = [-8, 12]
  while (high - low > 1e-11) {
    const middle = (low + high) / 2
    if (crossed(middle) > probability) low = middle
    else high = middle
  }
  return (low + high) / 2
}

function nextGrid({ scores, weights, time: before }: Grid, time: number, quantile: number): Grid {
  const step = Math.sqrt(time - before)
  const [from, to] = [-9 * Math.sqrt(time), quantile * Math.sqrt(time)]
  const width = (to - from) / (points - 1)
  const next = Array.from({ length: points }, (_, i) => from + i * width)
  const density = (score: number) =>
    scores.reduce((sum, own, i) => sum + weights[i]! * Math.exp(-(((score - own) / step) ** 2) / 2), 0) /
    (step * Math.sqrt(2 * Math.PI))
  // Simpson's rule.
  const factor = (i: number) => (i === 0 || i === points - 1 ? 1 : i % 2 === 1 ? 4 : 2)
  return { scores: next, weights: next.map((score, i) => (density(score) * factor(i) * width) / 3), time }
}
