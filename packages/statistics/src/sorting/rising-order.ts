import { radixSort, sortableHalves } from './radix-sort.ts'

/**
 * Places of numbers in rising order; equal ones in the order of their places, −0 with 0. Linear: a radix sort by the upper half of
 * each number's bits, then what agrees in it is put in order.
 * @param values no NaN; infinite ones are allowed
 */
export function risingOrder(values: Float64Array): Uint32Array {
  const places = new Uint32Array(values.length)
  for (let i = 0; i < places.length; i += 1) places[i] = i
  const { upper, lower } = sortableHalves(values)
  const { keys, carried: order } = radixSort(upper, places)
  finishRuns(keys, order, (place) => lower[place]!)
  return order
}

/** Longest run that is put in order by insertion. */
const shortRun = 24

/** Puts what carries the same key in order, equal ones as they come. */
function finishRuns(keys: Uint32Array, carried: Uint32Array, rankOf: (carried: number) => number): void {
  let start = 0
  while (start < keys.length) {
    const key = keys[start]
    let end = start + 1
    let isRising = true
    while (end < keys.length && keys[end] === key) {
      isRising &&= rankOf(carried[end - 1]!) <= rankOf(carried[end]!)
      end += 1
    }
    if (!isRising) finishRun(carried, rankOf, start, end)
    start = end
  }
}

function finishRun(carried: Uint32Array, rankOf: (carried: number) => number, start: number, end: number): void {
  if (end - start > shortRun) {
    // The sort of typed arrays is stable.
    carried.subarray(start, end).sort((a, b) => rankOf(a) - rankOf(b))
    return
  }
  for (let i = start + 1; i < end; i += 1) {
    const one = carried[i]!
    const rank = rankOf(one)
    let at = i
    for (; at > start && rankOf(carried[at - 1]!) > rank; at -= 1) carried[at] = carried[at - 1]!
    carried[at] = one
  }
}
