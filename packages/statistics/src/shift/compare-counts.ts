import { chiSquareTail } from '../distributions/chi-square.ts'

/** How far counts of kinds are from others, and whether chance explains it. */
export interface CountsComparison {
  /** Total variation distance in [0, 1]: the share that would have to be of another kind. */
  readonly distance: number
  readonly chiSquare: number
  readonly degreesOfFreedom: number
  /** Of the test by chi-square; NaN where there is nothing to test (fewer than two kinds). */
  readonly p: number
}

/**
 * Compares two samples' counts of the same kinds: chi-square test of homogeneity, without a correction for continuity.
 * Kinds that neither has are left out.
 * @param counts ≥ 0, one a kind; both samples of at least one
 * @throws RangeError for samples of other lengths, or empty ones
 */
export function compareCounts(counts: readonly number[], others: readonly number[]): CountsComparison {
  if (counts.length !== others.length) throw new RangeError('samples of other kinds')
  const kinds = counts.map((count, i) => [count, others[i]!] as const).filter(([a, b]) => a + b > 0)
  const [n, m] = [sumOf(kinds.map(([a]) => a)), sumOf(kinds.map(([, b]) => b))]
  if (n === 0 || m === 0) throw new RangeError('an empty sample')
  const chiSquare = sumOf(
    kinds.map(([a, b]) => {
      const expected = ((a + b) * n) / (n + m)
      const expectedOther = a + b - expected
      return (a - expected) ** 2 / expected + (b - expectedOther) ** 2 / expectedOther
    }),
  )
  return described(
    kinds.map(([a, b]) => [a / n, b / m] as const),
    chiSquare,
  )
}

/**
 * Compares counts of kinds with the shares that they should have: chi-square test of goodness of fit. A kind of share 0
 * that occurs makes chi-square infinite.
 * @param shares ≥ 0, of any sum > 0
 * @throws RangeError for other lengths, or an empty sample
 */
export function compareWithShares(counts: readonly number[], shares: readonly number[]): CountsComparison {
  if (counts.length !== shares.length) throw new RangeError('shares of other kinds')
  const [n, whole] = [sumOf(counts), sumOf(shares)]
  if (n === 0 || whole === 0) throw new RangeError('an empty sample')
  const kinds = counts.map((count, i) => [count / n, shares[i]! / whole] as const).filter(([a, b]) => a + b > 0)
  const chiSquare = sumOf(kinds.map(([found, wanted]) => (n * (found - wanted) ** 2) / wanted))
  return described(kinds, chiSquare)
}

function described(kinds: readonly (readonly [number, number])[], chiSquare: number): CountsComparison {
  const degreesOfFreedom = kinds.length - 1
  return {
    distance: sumOf(kinds.map(([a, b]) => Math.abs(a - b))) / 2,
    chiSquare,
    degreesOfFreedom,
    p: degreesOfFreedom > 0 ? chiSquareTail(chiSquare, degreesOfFreedom) : Number.NaN,
  }
}

/**
 * Effective number of kinds: the inverse of Simpson's concentration (Hill, 1973, order 2). n kinds of one size count as n,
 * one that outweighs all others as little more than 1.
 * @param counts ≥ 0, of any sum > 0
 */
export function effectiveKinds(counts: readonly number[]): number {
  return sumOf(counts) ** 2 / sumOf(counts.map((count) => count ** 2))
}

function sumOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0)
}
