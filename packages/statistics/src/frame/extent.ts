import type { ReleasedValue } from './released-value.ts'

/** From the least to the most that a number can be; infinite where nothing bounds it. */
export interface Extent {
  readonly lower: number
  readonly upper: number
}

/**
 * What a cell can have been, by its own kind: rounded to the nearest multiple, half of it either way; suppressed, anything
 * until something else bounds it. Undefined for what was never there.
 */
export function extentOf(value: ReleasedValue): Extent | undefined {
  switch (value.kind) {
    case 'exact':
      return { lower: value.value, upper: value.value }
    case 'structural-zero':
      return { lower: 0, upper: 0 }
    case 'rounded':
      return { lower: value.value - value.to / 2, upper: value.value + value.to / 2 }
    case 'suppressed':
      return { lower: Number.NEGATIVE_INFINITY, upper: Number.POSITIVE_INFINITY }
    case 'not-collected':
    case 'site-offline':
      return undefined
  }
}

/** What lies in both; `lower` above `upper` where nothing does. */
export function within(one: Extent, lower: number, upper: number): Extent {
  return { lower: Math.max(one.lower, lower), upper: Math.min(one.upper, upper) }
}

/** The extent of a product of two numbers that know nothing of each other. Finite. */
export function productOf(one: Extent, other: Extent): Extent {
  const products = [one.lower, one.upper].flatMap((a) => [a * other.lower, a * other.upper])
  return { lower: Math.min(...products), upper: Math.max(...products) }
}

/** The extent of a square. */
export function squareOf({ lower, upper }: Extent): Extent {
  const [a, b] = [lower * lower, upper * upper]
  return { lower: lower <= 0 && upper >= 0 ? 0 : Math.min(a, b), upper: Math.max(a, b) }
}

/** The extent of a sum. */
export function sumOf(extents: readonly Extent[]): Extent {
  const sum = (end: 'lower' | 'upper') => extents.reduce((total, extent) => total + extent[end], 0)
  return { lower: sum('lower'), upper: sum('upper') }
}
