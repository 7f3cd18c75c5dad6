import { stirlingRest } from './log-beta.ts'
import { logGamma } from './log-gamma.ts'

/**
 * Regularised incomplete gamma functions: `below` P(a, x), the cumulative distribution of Gamma(a, 1) at x, and `above`
 * Q(a, x) = 1 − P(a, x), each from the side that keeps its digits.
 * @param a > 0
 * @param x ≥ 0, may be infinite
 * Source: series of DLMF 8.7.1 below a + 1; continued fraction of DLMF 8.9.2 by Lentz's method above it.
 */
export function gammaTails(a: number, x: number): { below: number; above: number } {
  if (x <= 0) return { below: 0, above: 1 }
  if (x === Number.POSITIVE_INFINITY) return { below: 1, above: 0 }
  const front = Math.exp(logFront(a, x))
  if (x < a + 1) {
    const below = Math.min(1, (front * series(a, x)) / a)
    return { below, above: 1 - below }
  }
  const above = Math.min(1, front * fraction(a, x))
  return { below: 1 - above, above }
}

/** log(x^a e^−x / Γ(a)), without cancellation for large a. */
function logFront(a: number, x: number): number {
  if (a < 10) return a * Math.log(x) - x - logGamma(a)
  const excess = (x - a) / a
  return -a * (excess - Math.log1p(excess)) + 0.5 * Math.log(a / (2 * Math.PI)) - stirlingRest(a)
}

function series(a: number, x: number): number {
  let term = 1
  let sum = 1
  for (let n = 1; term > sum * 2 ** -54 && n < 10_000_000; n += 1) {
    term *= x / (a + n)
    sum += term
  }
  return sum
}

function fraction(a: number, x: number): number {
  let b = x + 1 - a
  let c = 1e300
  let d = 1 / b
  let value = d
  for (let n = 1; n < 10_000_000; n += 1) {
    const numerator = n * (a - n)
    b += 2
    d = 1 / (numerator * d + b)
    c = b + numerator / c
    value *= c * d
    if (Math.abs(c * d - 1) < 2 ** -52) break
  }
  return value
}
