import { normalQuantile } from '../distributions/normal.ts'
import { normalCdf } from '../distributions/normal-cdf.ts'

/** A difference of two shares, first minus second, in [−1, 1], with its interval; or why there is none. */
export type Difference =
  | { status: 'estimated'; estimate: number; lower: number; upper: number; level: number; method: string }
  | { status: 'undefined'; reason: 'empty-denominator' }

/** What is to be shown of a difference, first minus second; `higher` is better unless said otherwise. */
export type Hypothesis =
  | { readonly kind: 'superiority' }
  | { readonly kind: 'non-inferiority'; readonly margin: number; readonly better: 'higher' | 'lower' }
  | { readonly kind: 'equivalence'; readonly margin: number }

/** Outcome of a test: one-sided at alpha for superiority and non-inferiority, two one-sided tests for equivalence. */
export interface HypothesisTest {
  p: number
  /** Whether it is shown at alpha. */
  shown: boolean
  alpha: number
}

/**
 * Tests a hypothesis by a score statistic.
 * @param statistic z of the difference against a true difference δ: falls with δ, standard normal where δ is true
 * @param alpha one-sided, in (0, 0.5)
 * @throws RangeError margin, alpha
 */
export function testHypothesis(
  statistic: (delta: number) => number,
  hypothesis: Hypothesis,
  alpha: number,
): HypothesisTest {
  if (!(alpha > 0 && alpha < 0.5)) throw new RangeError('alpha: not between 0 and 0.5')
  const p = pOf(statistic, hypothesis)
  return { p, shown: p <= alpha, alpha }
}

function pOf(statistic: (delta: number) => number, hypothesis: Hypothesis): number {
  const above = (delta: number) => normalCdf(-statistic(delta))
  const below = (delta: number) => normalCdf(statistic(delta))
  if (hypothesis.kind === 'superiority') return above(0)
  const { margin } = hypothesis
  if (!(margin > 0 && margin < 1)) throw new RangeError('margin: not between 0 and 1')
  if (hypothesis.kind === 'equivalence') return Math.max(above(-margin), below(margin))
  return hypothesis.better === 'higher' ? above(-margin) : below(margin)
}

/** Quantile of a two-sided level. @throws RangeError level */
export function reachOf(level: number): number {
  if (!(level > 0 && level < 1)) throw new RangeError('level: not between 0 and 1')
  return normalQuantile((1 + level) / 2)
}
