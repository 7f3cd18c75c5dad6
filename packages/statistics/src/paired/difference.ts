import { normalQuantile } from '../distributions/normal.ts'
import { normalCdf } from '../distributions/normal-cdf.ts'

/** A difference of two shares, first minus second, in [−1, 1], with its interval; or why there is none. */
export type Difference =
  | { status: 'estimated'; estimate: number; lower: number; upper: number; level: number; method: string }
  | { status: 'undefined'; reason: 'empty-denominator' }

/**
 * What is to be shown of a difference δ, first minus second. With higher shares `better`: superiority, δ > margin;
 * non-inferiority, δ > −margin. With lower ones, the same of −δ. Equivalence: −margin < δ < margin.
 */
export type Hypothesis =
  | { readonly kind: 'superiority' | 'non-inferiority'; readonly margin: number; readonly better: 'higher' | 'lower' }
  | { readonly kind: 'equivalence'; readonly margin: number }

/** Outcome of a test: one-sided at alpha for superiority and non-inferiority, two one-sided tests for equivalence. */
export interface HypothesisTest {
  p: number
  /** Whether it is shown at alpha. */
  shown: boolean
  alpha: number
}

/** One-sided p-values of a difference against a true one: that it is above it, that it is below it. */
export type Tails = (delta: number) => { readonly above: number; readonly below: number }

/** Tails of a score that falls with the true difference and is standard normal where that is true. */
export function normalTails(score: (delta: number) => number): Tails {
  return (delta) => ({ above: normalCdf(-score(delta)), below: normalCdf(score(delta)) })
}

/**
 * Tests a hypothesis.
 * Source of the two one-sided tests: Schuirmann, *J. Pharmacokinet. Biopharm.* 15:657–680 (1987).
 * @param alpha one-sided, in (0, 0.5)
 * @throws RangeError for an alpha that is none, a margin outside [0, 1), or of 0 but for superiority
 */
export function testHypothesis(tails: Tails, hypothesis: Hypothesis, alpha: number): HypothesisTest {
  if (!(alpha > 0 && alpha < 0.5)) throw new RangeError('alpha: not between 0 and 0.5')
  const p = pOf(tails, hypothesis)
  return { p, shown: p <= alpha, alpha }
}

function pOf(tails: Tails, hypothesis: Hypothesis): number {
  const { kind, margin } = hypothesis
  const isMargin = margin > 0 || (margin === 0 && kind === 'superiority')
  if (!(isMargin && margin < 1)) throw new RangeError('margin: not between 0 and 1')
  if (kind === 'equivalence') return Math.max(tails(-margin).above, tails(margin).below)
  const { better } = hypothesis
  const toBeat = kind === 'superiority' ? margin : -margin
  return better === 'higher' ? tails(toBeat).above : tails(-toBeat).below
}

/** Quantile of a two-sided level. @throws RangeError level */
export function reachOf(level: number): number {
  if (!(level > 0 && level < 1)) throw new RangeError('level: not between 0 and 1')
  return normalQuantile((1 + level) / 2)
}
