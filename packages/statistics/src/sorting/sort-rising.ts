import { fromSortableHalves, radixSort, sortableHalves } from './radix-sort.ts'
import { finishRuns } from './rising-order.ts'

/** Below this a comparing sort is as fast. */
const few = 2000

/**
 * Numbers in rising order, in an array of their own; −0 becomes 0. Linear, see `risingOrder`.
 * @param values no NaN; infinite ones are allowed
 */
export function sortRising(values: Float64Array): Float64Array {
  if (values.length < few) return values.map((value) => value + 0).sort()
  const { upper, lower } = sortableHalves(values)
  const { keys, carried } = radixSort(upper, lower)
  finishRuns(keys, carried, (half) => half)
  return fromSortableHalves(keys, carried)
}
