import { choleskyFactor } from '../distributions/cholesky-factor.ts'
import { mostDimensions } from '../distributions/normal-orthant.ts'
import { accumulatingPaths } from './accumulating-paths.ts'
import { type CaseOverlap, correlationOf, isAccumulating } from './case-overlap.ts'
import { overlappingPaths } from './overlapping-paths.ts'
import type { Paths } from './paths.ts'

/** Looks whose joint distribution is known. */
export interface LookFamily {
  /** Share of the error's spending that each look has come to, rising to 1. */
  readonly times: readonly number[]
  /** Cases of each look as a share of those of the largest one. */
  readonly shares: readonly number[]
  readonly correlation: readonly (readonly number[])[]
  readonly paths: Paths
}

/** Looks at cases that accumulate, the same share of new ones at each. */
export function evenlyAccumulating(looks: number): LookFamily {
  return accumulatingAt(Array.from({ length: looks }, (_, i) => (i + 1) / looks))
}

function accumulatingAt(times: readonly number[]): LookFamily {
  const correlation = times.map((one) => times.map((other) => Math.sqrt(Math.min(one, other) / Math.max(one, other))))
  return { times, shares: times, correlation, paths: accumulatingPaths(times) }
}

/**
 * Correlation of scores on the same case that is taken where looks have all but the same cases: by Slepian's inequality limits are then no lower than they
 * should be.
 */
const mostAlike = 0.9999

/** The correlations as they are, unless a look all but follows from those before. */
function apart(correlation: readonly (readonly number[])[]) {
  const factor = choleskyFactor(correlation)
  return factor?.every((row, i) => row[i]! > 0.01) ? correlation : undefined
}

/**
 * Looks whose cases overlap. Where each has all cases of the one before and the score of a case stays, they accumulate, and error is spent by their cases;
 * otherwise by the number of looks.
 * @param sameCase correlation of two looks' scores on the same case, in [0, 1]
 * @returns undefined for more looks than can be integrated over, or counts that no sets have
 */
export function overlappingFamily(overlap: CaseOverlap, sameCase: number): LookFamily | undefined {
  const cases = overlap.shared.map((row, i) => row[i]!)
  if (sameCase === 1 && isAccumulating(overlap)) return accumulatingAt(cases.map((count) => count / cases.at(-1)!))
  if (cases.length > mostDimensions || !choleskyFactor(correlationOf(overlap, mostAlike))) return undefined
  const correlation = apart(correlationOf(overlap, sameCase)) ?? correlationOf(overlap, Math.min(sameCase, mostAlike))
  const shares = cases.map((count) => count / Math.max(...cases))
  const times = cases.map((_, i) => (i + 1) / cases.length)
  return { times, shares, correlation, paths: overlappingPaths(correlation, shares) }
}
