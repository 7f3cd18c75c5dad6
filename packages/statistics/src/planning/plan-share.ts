import { betaCdf } from '../distributions/beta.ts'
import { type BinomialMethod, binomialLimit } from '../proportions/binomial-interval.ts'
import { leastSize, type PlanTarget, type PowerAtSize } from './least-size.ts'

/** A share whose one-sided limit is to lie above (or below) a bound. */
export interface SharePlan extends PlanTarget {
  readonly expected: number
  readonly bound: number
  readonly method: BinomialMethod
  /** Cases of a patient, and how alike they are: the sample counts 1 + (cases − 1) · correlation times less. */
  readonly casesAPatient: number
  readonly correlation: number
}

/** How many times more cases are needed than independent ones. Source: Kish, *Survey Sampling* (1965), 5.4. */
export function designEffect({ casesAPatient, correlation }: { casesAPatient: number; correlation: number }): number {
  return 1 + (casesAPatient - 1) * correlation
}

/** Exact power: the probability of a count whose limit holds the bound, over as many independent cases as the sample is worth. */
export function sharePower(plan: SharePlan, size: number): PowerAtSize {
  const trials = Math.floor(size / designEffect(plan))
  const power = trials < 1 ? 0 : powerOfTrials(plan, trials)
  const successes = Math.round(plan.expected * trials)
  const limitOf = (side: 'lower' | 'upper') => binomialLimit(successes, trials, plan.method, side, plan.alpha)
  const halfWidth = trials < 1 ? 1 : (limitOf('upper') - limitOf('lower')) / 2
  return { size, power, halfWidth }
}

function powerOfTrials({ expected, bound, method, alpha }: SharePlan, trials: number): number {
  const isAbove = expected > bound
  const holds = (successes: number) =>
    isAbove
      ? binomialLimit(successes, trials, method, 'lower', alpha) > bound
      : binomialLimit(successes, trials, method, 'upper', alpha) < bound
  // The counts that hold the bound are those from (or up to) one of them.
  let [low, high] = [-1, trials + 1]
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2)
    if (holds(middle) === isAbove) high = middle
    else low = middle
  }
  if (isAbove) return high > trials ? 0 : high === 0 ? 1 : betaCdf(expected, high, trials - high + 1)
  return low < 0 ? 0 : low === trials ? 1 : 1 - betaCdf(expected, low + 1, trials - low)
}

/** The least size from which on the power is reached; undefined where the expected share is at the bound. */
export function shareSize(plan: SharePlan): number | undefined {
  if (plan.expected === plan.bound) return undefined
  return leastSize((size) => sharePower(plan, size).power, plan.power, 2, 0.25)
}
