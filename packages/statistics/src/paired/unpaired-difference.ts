import { binomialProportion } from '../proportions/binomial-interval.ts'
import { type Difference, reachOf } from './difference.ts'
import { fallingCrossing } from './find-crossing.ts'

/** Two shares of different cases. */
export interface TwoShares {
  readonly first: { readonly successes: number; readonly trials: number }
  readonly second: { readonly successes: number; readonly trials: number }
}

/**
 * `newcombe`: both Wilson intervals put together (method 10 of Newcombe, *Stat. Med.* 17:873–890, 1998). `miettinen-nurminen`: the score test,
 * inverted (*Stat. Med.* 4:213–226, 1985).
 */
export type UnpairedMethod = 'newcombe' | 'miettinen-nurminen'

/**
 * Difference of two shares of different cases, first minus second, with its interval.
 * @param level in (0, 1)
 * @throws RangeError for what are no counts
 */
export function unpairedDifference(shares: TwoShares, method: UnpairedMethod, level = 0.95): Difference {
  const { first, second } = shares
  const [one, other] = [first, second].map(({ successes, trials }) =>
    binomialProportion(successes, trials, 'wilson', level),
  )
  if (one?.status !== 'estimated' || other?.status !== 'estimated')
    return { status: 'undefined', reason: 'empty-denominator' }
  const estimate = one.estimate - other.estimate
  if (method === 'miettinen-nurminen') {
    const z = reachOf(level)
    const lower = fallingCrossing((delta) => miettinenNurminen(shares, delta), z, -1, estimate)
    const upper = fallingCrossing((delta) => miettinenNurminen(shares, delta), -z, estimate, 1)
    return { status: 'estimated', estimate, lower, upper, level, method }
  }
  return differenceOfLimits(
    { estimate: one.estimate, ...one.interval },
    { estimate: other.estimate, ...other.interval },
  )
}

/** A share with an interval of any method. */
export interface ShareInterval {
  readonly estimate: number
  readonly lower: number
  readonly upper: number
  readonly level: number
}

/**
 * Difference of two shares that have nothing to do with each other, from their intervals: each end from the nearer ends of both.
 * Source: Newcombe, *Stat. Med.* 17:873–890 (1998), method 10; for intervals of any kind, Zou, Donner, *Stat. Med.* 27:1693–1702
 * (2008).
 */
export function differenceOfLimits(first: ShareInterval, second: ShareInterval): Difference {
  const [p, q] = [first.estimate, second.estimate]
  const below = Math.hypot(p - first.lower, second.upper - q)
  const above = Math.hypot(first.upper - p, q - second.lower)
  const [lower, upper] = [p - q - below, p - q + above]
  return { status: 'estimated', estimate: p - q, lower, upper, level: first.level, method: 'newcombe' }
}

/**
 * Score statistic of the difference of two shares against a true difference, with Miettinen and Nurminen's factor N / (N − 1).
 * @param delta in [−1, 1]
 */
export function miettinenNurminen({ first, second }: TwoShares, delta: number): number {
  const estimate = first.successes / first.trials - second.successes / second.trials
  const share = constrainedShare({ first, second }, delta)
  const one = clip(share + delta)
  const all = first.trials + second.trials
  const variance = (one * (1 - one)) / first.trials + (share * (1 - share)) / second.trials
  const distance = estimate - delta
  if (distance === 0) return 0
  return distance / Math.sqrt((variance * all) / (all - 1))
}

/** The second share of greatest likelihood where the first is `delta` above it: the likelihood's slope falls. */
function constrainedShare({ first, second }: TwoShares, delta: number): number {
  const term = (count: number, share: number) => (count === 0 ? 0 : count / share)
  const slope = (share: number) =>
    term(first.successes, share + delta) -
    term(first.trials - first.successes, 1 - share - delta) +
    term(second.successes, share) -
    term(second.trials - second.successes, 1 - share)
  return fallingCrossing(slope, 0, Math.max(0, -delta), Math.min(1, 1 - delta))
}

function clip(share: number): number {
  return Math.min(1, Math.max(0, share))
}
