/**
 * Looks that crossed none of their limits so far, seen from the next one. Statistics are normal with variance 1, and their joint distribution is that of
 * the looks' cases; the mean of each is a drift times the square root of its cases, as a share of those of the largest look.
 */
export interface Paths {
  /** Probability that nothing was crossed before and the next look is above a quantile, without drift. */
  above(quantile: number): number
  /** Probability that nothing was crossed before and the next look is below a quantile, with a drift. */
  below(quantile: number, drift: number): number
  /** The same paths, a look later, where the next one did not cross a quantile. */
  next(quantile: number): Paths
}

/** The point where a monotone function has a value, by regula falsi with the Illinois weights. */
export function crossingPoint(f: (x: number) => number, value: number, from: number, to: number): number {
  let [low, high, atLow, atHigh] = [from, to, f(from) - value, f(to) - value]
  if (atLow * atHigh > 0) return Math.abs(atLow) < Math.abs(atHigh) ? low : high
  for (let step = 0; step < 200 && Math.abs(high - low) > 1e-9; step += 1) {
    const x = step % 4 === 3 || atLow === atHigh ? (low + high) / 2 : (low * atHigh - high * atLow) / (atHigh - atLow)
    const at = f(x) - value
    if (at === 0) return x
    if (at * atHigh < 0) [low, atLow] = [high, atHigh]
    else atLow /= 2
    ;[high, atHigh] = [x, at]
  }
  return high
}
