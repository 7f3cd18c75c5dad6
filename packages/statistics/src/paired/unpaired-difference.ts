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
  const [a, b] = [one.interval, other.interval]
  const below = Math.hypot(one.estimate - a.lower, b.upper - other.estimate)
  const above = Math.hypot(a.upper - one.estimate, other.estimate - b.lower)
  return { status: 'estimated', estimate, lower: estimate - below, upper: estimate + above, level, method }
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
