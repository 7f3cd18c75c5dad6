import type { Extent } from '../frame/extent.ts'

/** How far a sample's counts can be from counts of which only bounds are known. */
export interface DistanceExtent {
  /** Total variation distance in [0, 1] from the closest completion. */
  readonly least: number
  /** From the farthest completion. */
  readonly most: number
  /** Counts within the bounds that come as close as `least`. */
  readonly closest: readonly number[]
}

const mostKinds = 17
const steps = 200

/**
 * Least and largest total variation distance between the shares of a sample and those of others, over all counts that the
 * others can have: each within its own bounds, none depends on another.
 *
 * The least: for a sum s of the others' counts, what the sample has and the others can't is D(s) = Σ max(0, pᵢ − uᵢ/s), what
 * they must have and it has not is E(s) = Σ max(0, lᵢ/s − pᵢ); the distance is the larger of the two. D rises in s and E
 * falls, so that the least lies where they meet. The largest: the distance is the largest of p(A) − q(A) over sets A of kinds,
 * and q(A) is least where the others have their least in A and their most outside of it; all sets are tried.
 *
 * @param counts ≥ 0, of any sum > 0, at most 17 kinds
 * @param others one a kind, finite, 0 ≤ lower ≤ upper, not all 0
 * @throws RangeError for other lengths, too many kinds, or an empty sample
 */
export function distanceExtent(counts: readonly number[], others: readonly Extent[]): DistanceExtent {
  if (counts.length !== others.length || counts.length > mostKinds) throw new RangeError('samples of other kinds')
  const n = sumOf(counts)
  if (n <= 0 || sumOf(others.map(({ upper }) => upper)) <= 0) throw new RangeError('an empty sample')
  const shares = counts.map((count) => count / n)
  const sum = closestSum(shares, others)
  const closest = shares.map((share, i) => Math.min(Math.max(share * sum, others[i]!.lower), others[i]!.upper))
  return { least: lacking(shares, others, sum), most: largestDistance(shares, others), closest }
}

/** D(s). */
function lacking(shares: readonly number[], others: readonly Extent[], sum: number): number {
  return sumOf(shares.map((share, i) => Math.max(0, share - others[i]!.upper / sum)))
}

/** E(s). */
function exceeding(shares: readonly number[], others: readonly Extent[], sum: number): number {
  return sumOf(shares.map((share, i) => Math.max(0, others[i]!.lower / sum - share)))
}

function closestSum(shares: readonly number[], others: readonly Extent[]): number {
  let upper = sumOf(others.map((one) => one.upper))
  let lower = sumOf(others.map((one) => one.lower))
  for (let step = 0; step < steps && lower < upper; step += 1) {
    const middle = (lower + upper) / 2
    if (lacking(shares, others, middle) < exceeding(shares, others, middle)) lower = middle
    else upper = middle
  }
  return upper
}

function largestDistance(shares: readonly number[], others: readonly Extent[]): number {
  let most = 0
  for (let set = 1; set < 2 ** shares.length - 1; set += 1) {
    const inside = (i: number) => (set >> i) & 1
    const own = sumOf(shares.map((share, i) => (inside(i) ? share : 0)))
    const least = sumOf(others.map(({ lower }, i) => (inside(i) ? lower : 0)))
    const rest = sumOf(others.map(({ upper }, i) => (inside(i) ? 0 : upper)))
    if (least + rest > 0) most = Math.max(most, own - least / (least + rest))
  }
  return most
}

function sumOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0)
}
