/**
 * A number of size value · ε^order, ε being smaller than every number: the leading term is all that is kept. A gate that
 * lets α through only when a whole family is rejected has edges of weight ε; with these numbers its limit is exact.
 */
export interface Infinitesimal {
  readonly order: number
  /** ≥ 0; of zero the order says nothing. */
  readonly value: number
}

export const nothing: Infinitesimal = { order: 0, value: 0 }

/** A number as it is. */
export function finite(value: number): Infinitesimal {
  return { order: 0, value }
}

/** What remains in the limit. */
export function limitOf({ order, value }: Infinitesimal): number {
  return order === 0 ? value : 0
}

/** The sum's leading term: of different orders the smaller order stands. */
export function add(a: Infinitesimal, b: Infinitesimal): Infinitesimal {
  if (a.value === 0) return b
  if (b.value === 0) return a
  if (a.order !== b.order) return a.order < b.order ? a : b
  return { order: a.order, value: a.value + b.value }
}

/** The product: orders add up. */
export function multiply(a: Infinitesimal, b: Infinitesimal): Infinitesimal {
  return { order: a.order + b.order, value: a.value * b.value }
}

/** @param b not zero */
export function divide(a: Infinitesimal, b: Infinitesimal): Infinitesimal {
  return { order: a.order - b.order, value: a.value / b.value }
}
