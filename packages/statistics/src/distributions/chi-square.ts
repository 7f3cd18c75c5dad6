import { gammaTails } from './gamma.ts'

/**
 * Probability that a chi-square variable exceeds x: the p-value of a test.
 * @param x ≥ 0
 * @param degreesOfFreedom > 0, not necessarily whole
 */
export function chiSquareTail(x: number, degreesOfFreedom: number): number {
  return gammaTails(degreesOfFreedom / 2, x / 2).above
}

/**
 * Cumulative distribution of chi-square.
 * @param x ≥ 0
 * @param degreesOfFreedom > 0, not necessarily whole
 */
export function chiSquareCdf(x: number, degreesOfFreedom: number): number {
  return gammaTails(degreesOfFreedom / 2, x / 2).below
}

/**
 * Quantile of chi-square, by bisection on the smaller tail, to the last bit that it resolves.
 * @param p in [0, 1)
 * @param degreesOfFreedom > 0, not necessarily whole
 */
export function chiSquareQuantile(p: number, degreesOfFreedom: number): number {
  if (p <= 0) return 0
  const isBelow = (x: number) =>
    p < 0.5 ? chiSquareCdf(x, degreesOfFreedom) < p : chiSquareTail(x, degreesOfFreedom) > 1 - p
  let high = degreesOfFreedom + 1
  while (isBelow(high)) high *= 2
  let low = 0
  for (let i = 0; i < 1100 && high - low > 2 ** -52 * high; i += 1) {
    const middle = (low + high) / 2
    if (isBelow(middle)) low = middle
    else high = middle
  }
  return (low + high) / 2
}
