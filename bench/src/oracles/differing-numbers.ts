/** A place at which two results of one program are not the same. */
export interface Difference {
  /** Keys and indices, from the outside in. */
  readonly place: string
  readonly kept: unknown
  readonly found: unknown
}

/**
 * The places at which results that were kept and results computed again are not the same: other shapes, other words, or numbers
 * that are further apart than a relative tolerance. Numbers written as words ("1e-17") are compared as numbers.
 */
export function differingNumbers(kept: unknown, found: unknown, tolerance: number, place = ''): Difference[] {
  if (isObject(kept) && isObject(found)) {
    const keys = [...new Set([...Object.keys(kept), ...Object.keys(found)])]
    return keys.flatMap((key) => differingNumbers(kept[key], found[key], tolerance, `${place}/${key}`))
  }
  if (isNear(kept, found, tolerance)) return []
  return [{ place, kept, found }]
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null
}

function isNear(kept: unknown, found: unknown, tolerance: number): boolean {
  if (kept === found) return true
  const [one, other] = [numberOf(kept), numberOf(found)]
  return Math.abs(one - other) <= tolerance * Math.max(Math.abs(one), Math.abs(other), 1e-3)
}

function numberOf(value: unknown): number {
  if (typeof value === 'number') return value
  return typeof value === 'string' && value.trim() !== '' ? Number(value) : Number.NaN
}
