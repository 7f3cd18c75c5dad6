/** Power, and the width of the interval that is expected, at a size of the sample. */
export interface PowerAtSize {
  readonly size: number
  readonly power: number
  /** Half the width of the two-sided interval at level 1 − 2α that the expected result would have. */
  readonly halfWidth: number
}

/** What is planned for. */
export interface PlanTarget {
  /** One-sided. */
  readonly alpha: number
  readonly power: number
}

/** Larger samples are not planned here. */
const largest = 2 ** 24

/**
 * The least size from which on the power is reached.
 * @param powerAt rises with the size, but for the steps of counts
 * @param steps how far above a size the power may fall again, in parts of it: 0 for power that rises throughout
 * @returns undefined where no size reaches it
 */
export function leastSize(powerAt: (size: number) => number, power: number, least = 2, steps = 0): number | undefined {
  let high = Math.max(2, least)
  while (powerAt(high) < power) {
    high *= 2
    if (high > largest) return undefined
  }
  let low = Math.max(least - 1, high / 2)
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2)
    if (powerAt(middle) >= power) high = middle
    else low = middle
  }
  if (steps === 0) return high
  for (let size = Math.ceil(high * (1 + steps)) + 20; size >= least; size -= 1)
    if (powerAt(size) < power) return size + 1
  return least
}
