import { choleskyFactor } from './cholesky-factor.ts'
import { normalQuantile } from './normal.ts'
import { normalCdf } from './normal-cdf.ts'

/** Points of the lattice that the integral is taken over. */
const points = 4096

/** Square roots of primes, whose multiples fill a cube evenly; as many as there may be dimensions. */
const roots = [2, 3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37, 41, 43, 47, 53, 59, 61, 67, 71].map(Math.sqrt)

/** Dimensions that the integral is good for. */
export const mostDimensions = roots.length

/**
 * Probability that normal variables of variance 1 are all below their limits: one after the other, the least likely first, is drawn below its limit given
 * those before, at the points of a lattice.
 * Source: Genz, *J. Comput. Graph. Stat.* 1:141–149 (1992), with Richtmyer's lattice.
 * @param correlation positive definite, of at most `mostDimensions`
 * @param limits one a variable
 * @throws RangeError where the matrix is not positive definite
 */
export function normalOrthant(correlation: readonly (readonly number[])[], limits: readonly number[]): number {
  const order = limits.map((_, i) => i).sort((i, j) => limits[i]! - limits[j]!)
  const factor = choleskyFactor(order.map((i) => order.map((j) => correlation[i]![j]!)))
  if (!factor) throw new RangeError('the correlations are not positive definite')
  const weights = new Float64Array(points).fill(1)
  const drawn: Float64Array[] = []
  order.forEach((variable, i) => {
    const [row, own] = [factor[i]!, factor[i]![i]!]
    const draws = new Float64Array(points)
    for (let point = 0; point < points; point += 1) {
      if (weights[point] === 0) continue
      let mean = 0
      for (let k = 0; k < i; k += 1) mean += row[k]! * drawn[k]![point]!
      const inside = normalCdf((limits[variable]! - mean) / own)
      weights[point]! *= inside
      if (i + 1 < order.length) draws[point] = normalQuantile(Math.max(1e-300, inside * coordinate(i, point)))
    }
    drawn.push(draws)
  })
  return weights.reduce((sum, weight) => sum + weight, 0) / points
}

/** Coordinate of a point in (0, 1), folded so that it is the same at both ends. */
function coordinate(dimension: number, point: number): number {
  const fraction = ((point + 0.5) * roots[dimension]!) % 1
  return Math.min(1 - 1e-12, Math.max(1e-12, Math.abs(2 * fraction - 1)))
}
