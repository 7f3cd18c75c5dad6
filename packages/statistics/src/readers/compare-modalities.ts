import { chiSquareTail } from '../distributions/chi-square.ts'
import { fisherFTail } from '../distributions/fisher-f.ts'
import { normalQuantile } from '../distributions/normal.ts'
import { normalCdf } from '../distributions/normal-cdf.ts'
import { studentTCdf, studentTQuantile } from '../distributions/student-t.ts'

/** A value with its interval: Student's t with degrees of freedom, or the normal where they are Infinity. */
export interface ReaderInterval {
  readonly estimate: number
  readonly standardError: number
  readonly degreesOfFreedom: number
  readonly lower: number
  readonly upper: number
}

/** A difference of two modalities, first minus second. */
export interface ModalityDifference extends ReaderInterval {
  readonly first: string
  readonly second: string
  readonly statistic: number
  /** Two-sided, for no difference. */
  readonly p: number
  /** Where a margin was declared. */
  readonly margin?: MarginTests
}

/** One-sided tests against a margin; equivalence is the larger of both p-values. */
interface MarginTests {
  readonly margin: number
  /** The first is worse than the second by the margin or more. */
  readonly nonInferiority: { p: number }
  /** The difference is as large as the margin, either way. */
  readonly equivalence: { p: number }
}

/** Test that all modalities have the same merit. */
export interface EqualityTest {
  readonly distribution: 'f' | 'chi-square'
  readonly statistic: number
  readonly numeratorFreedom: number
  /** Infinity for chi-square. */
  readonly denominatorFreedom: number
  readonly p: number
}

/** The interval of an estimate. @param within what the estimate can be: ends are drawn in to it */
export function readerInterval(
  estimate: number,
  variance: number,
  degreesOfFreedom: number,
  level: number,
  within?: readonly [number, number],
): ReaderInterval {
  const standardError = Math.sqrt(Math.max(0, variance))
  const tail = (1 + level) / 2
  const quantile = degreesOfFreedom === Infinity ? normalQuantile(tail) : studentTQuantile(tail, degreesOfFreedom)
  const [least, most] = within ?? [-Infinity, Infinity]
  const reach = standardError === 0 ? 0 : quantile * standardError
  return {
    estimate,
    standardError,
    degreesOfFreedom,
    lower: Math.max(least, estimate - reach),
    upper: Math.min(most, estimate + reach),
  }
}

/** A difference with its interval and tests. A variance of 0 gives p = 0 for any difference, 1 for none. */
export function modalityDifference(
  names: { first: string; second: string },
  given: { estimate: number; variance: number; degreesOfFreedom: number },
  level: number,
  margin?: number,
): ModalityDifference {
  const { estimate, variance, degreesOfFreedom } = given
  const interval = readerInterval(estimate, variance, degreesOfFreedom, level)
  const upperTail = (from: number) => {
    const statistic = (estimate - from) / interval.standardError
    if (interval.standardError === 0) return estimate > from ? 0 : 1
    return degreesOfFreedom === Infinity ? normalCdf(-statistic) : studentTCdf(-statistic, degreesOfFreedom)
  }
  const lowerTail = (from: number) => (interval.standardError === 0 ? (estimate < from ? 0 : 1) : 1 - upperTail(from))
  const two = estimate > 0 ? 2 * upperTail(0) : estimate < 0 ? 2 * lowerTail(0) : 1
  return {
    ...names,
    ...interval,
    statistic: estimate === 0 ? 0 : estimate / interval.standardError,
    p: Math.min(1, two),
    ...(margin === undefined
      ? {}
      : {
          margin: {
            margin,
            nonInferiority: { p: upperTail(-margin) },
            equivalence: { p: Math.max(upperTail(-margin), lowerTail(margin)) },
          },
        }),
  }
}

/** An F test; with infinite degrees of freedom in the denominator, chi-square. */
export function equalityTest(statistic: number, numeratorFreedom: number, denominatorFreedom: number): EqualityTest {
  const isChiSquare = denominatorFreedom === Infinity
  const p = isChiSquare
    ? chiSquareTail(statistic * numeratorFreedom, numeratorFreedom)
    : fisherFTail(statistic, numeratorFreedom, denominatorFreedom)
  return {
    distribution: isChiSquare ? 'chi-square' : 'f',
    statistic: isChiSquare ? statistic * numeratorFreedom : statistic,
    numeratorFreedom,
    denominatorFreedom,
    p,
  }
}
