import { buckets, digitBits, passes, toStarts, upperHalf } from './radix-sort.ts'

/** Below this a comparing sort is as fast. */
const few = 2000

/** Longest run that is put in order by insertion. */
const shortRun = 24

/**
 * Numbers in rising order, in an array of their own; −0 becomes 0. Linear: a radix sort by the upper half of each number's bits, which moves
 * the numbers themselves, then what agrees in it is put in order.
 * @param values no NaN; infinite ones are allowed
 */
export function sortRising(values: Float64Array): Float64Array {
  const own = new Float64Array(values.length)
  for (let i = 0; i < own.length; i += 1) own[i] = values[i]! + 0
  if (own.length < few) return own.sort()
  const sorted = sortByUpperHalves(own)
  finishRuns(sorted)
  return sorted
}

/** Turns the upper half of a number's bits so that it rises with the number, as a whole number from 0 on. */
function keyOf(upper: number): number {
  return (upper ^ ((upper >> 31) | 0x80000000)) >>> 0
}

function sortByUpperHalves(own: Float64Array<ArrayBuffer>): Float64Array<ArrayBuffer> {
  const counts = countDigits(own)
  let [from, to] = [own, new Float64Array(own.length)]
  for (let pass = 0; pass < passes; pass += 1) {
    const places = counts.subarray(pass * buckets, (pass + 1) * buckets)
    if (!toStarts(places, own.length)) continue
    moveByDigit(from, to, places, pass * digitBits)
    ;[from, to] = [to, from]
  }
  return from
}

/** How often each digit comes, of the passes after each other. */
function countDigits(values: Float64Array<ArrayBuffer>): Uint32Array {
  const halves = new Uint32Array(values.buffer)
  const counts = new Uint32Array(passes * buckets)
  for (let i = upperHalf; i < halves.length; i += 2) {
    const key = keyOf(halves[i]!)
    counts[key & (buckets - 1)]! += 1
    counts[buckets + ((key >>> digitBits) & (buckets - 1))]! += 1
    counts[2 * buckets + (key >>> (2 * digitBits))]! += 1
  }
  return counts
}

function moveByDigit(from: Float64Array<ArrayBuffer>, to: Float64Array, places: Uint32Array, shift: number): void {
  const halves = new Uint32Array(from.buffer)
  for (let i = 0; i < from.length; i += 1) {
    const digit = (keyOf(halves[2 * i + upperHalf]!) >>> shift) & (buckets - 1)
    const place = places[digit]!
    places[digit] = place + 1
    to[place] = from[i]!
  }
}

/** Puts numbers in order that are already so by their upper halves. */
function finishRuns(values: Float64Array<ArrayBuffer>): void {
  const halves = new Uint32Array(values.buffer)
  const upper = (i: number) => halves[2 * i + upperHalf]
  for (let i = 1; i < values.length; i += 1) {
    if (values[i - 1]! <= values[i]!) continue
    let [start, end] = [i - 1, i + 1]
    while (start > 0 && upper(start - 1) === upper(i)) start -= 1
    while (end < values.length && upper(end) === upper(i)) end += 1
    const run = values.subarray(start, end)
    if (run.length > shortRun) run.sort()
    else insertionSort(run)
    i = end - 1
  }
}

function insertionSort(run: Float64Array): void {
  for (let i = 1; i < run.length; i += 1) {
    const one = run[i]!
    let at = i
    for (; at > 0 && run[at - 1]! > one; at -= 1) run[at] = run[at - 1]!
    run[at] = one
  }
}
