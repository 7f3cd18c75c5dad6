import { gammaTails } from './gamma.ts'

/** Cumulative distribution of the standard normal, with its digits in both tails: 1 − Φ(x) is `normalCdf(-x)`. */
export function normalCdf(x: number): number {
  const { below, above } = gammaTails(0.5, (x * x) / 2)
  return x < 0 ? 0.5 * above : 0.5 + 0.5 * below
}
