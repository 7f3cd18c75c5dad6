import { exactValues } from '../frame/exact-values.ts'
import type { Released } from '../frame/site-summary.ts'

/**
 * What no marks give: counts from one threshold on that are less than from the stricter one, or more than there are.
 * @param kinds a count's name before its point, and the name of what it is a part of
 * @param last number of the last point
 */
export function pointFault(
  cells: Released['cells'],
  kinds: Readonly<Record<string, string | undefined>>,
  last: number,
): string | undefined {
  const exact = exactValues(cells)
  for (const [kind, whole] of Object.entries(kinds)) {
    for (let k = 1; k <= last; k += 1)
      if ((exact.get(`${kind}-${k}`) ?? Infinity) < (exact.get(`${kind}-${k - 1}`) ?? 0))
        return `${kind}-${k}: less than the one before`
    if (whole !== undefined && (exact.get(`${kind}-${last}`) ?? 0) > (exact.get(whole) ?? Infinity))
      return `${kind}: more than ${whole}`
  }
  return undefined
}
