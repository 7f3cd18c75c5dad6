import type { Draws } from '@assay/statistics'

/** A number from the beta distribution, by two from gamma distributions. @param a, b above 0 */
export function drawBeta(a: number, b: number, draws: Draws): number {
  const [x, y] = [drawGamma(a, draws), drawGamma(b, draws)]
  return x / (x + y)
}

/** Marsaglia, Tsang, ACM TOMS 26:363–372 (2000). */
function drawGamma(shape: number, draws: Draws): number {
  if (shape < 1) return drawGamma(shape + 1, draws) * draws.uniform() ** (1 / shape)
  const d = shape - 1 / 3
  const c = 1 / Math.sqrt(9 * d)
  for (;;) {
    const x = draws.normal()
    const v = (1 + c * x) ** 3
    if (v > 0 && Math.log(draws.uniform()) < (x * x) / 2 + d - d * v + d * Math.log(v)) return d * v
  }
}
