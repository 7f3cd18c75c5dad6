import { logBeta } from './log-beta.ts'

/**
 * Regularised incomplete beta function I_x(a, b): the cumulative distribution of Beta(a, b) at x.
 * @param x in [0, 1]
 * @param a > 0
 * @param b > 0
 * Source: continued fraction of DLMF 8.17.22 by Lentz's method (Thompson, Barnett, *J. Comput. Phys.* 64:490, 1986).
 */
export function betaCdf(x: number, a: number, b: number): number {
  if (x <= 0) return 0
  if (x >= 1) return 1
  const front = Math.exp(a * Math.log(x) + b * Math.log1p(-x) - logBeta(a, b))
  if (x < (a + 1) / (a + b + 2)) return (front * fraction(x, a, b)) / a
  return 1 - (front * fraction(1 - x, b, a)) / b
}

function fraction(x: number, a: number, b: number): number {
  const tiny = 1e-300
  let c = 1
  let d = 1 / away(1 - ((a + b) * x) / (a + 1), tiny)
  let value = d
  for (let m = 1; m <= 10_000; m += 1) {
    const even = (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m))
    d = 1 / away(1 + even * d, tiny)
    c = away(1 + even / c, tiny)
    value *= d * c
    const odd = (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1))
    d = 1 / away(1 + odd * d, tiny)
    c = away(1 + odd / c, tiny)
    value *= d * c
    if (Math.abs(d * c - 1) < 2 ** -52) break
  }
  return value
}

function away(value: number, tiny: number): number {
  return Math.abs(value) < tiny ? tiny : value
}

/**
 * Quantile of Beta(a, b), by bisection on the cumulative distribution, to the last bit that it resolves.
 * @param p in [0, 1]
 * @param a > 0
 * @param b > 0
 */
export function betaQuantile(p: number, a: number, b: number): number {
  if (p <= 0) return 0
  if (p >= 1) return 1
  let low = 0
  let high = 1
  for (let i = 0; i < 1100 && high - low > 2 ** -52 * high; i += 1) {
    const middle = (low + high) / 2
    if (betaCdf(middle, a, b) < p) low = middle
    else high = middle
  }
  return (low + high) / 2
}
