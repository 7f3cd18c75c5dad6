/** Of a key, sorted by at once: three passes sort 32 bits. */
export const digitBits = 11
export const buckets = 1 << digitBits
export const passes = 3

/** Keys in rising order, and with each key what came with it. */
export interface Keyed {
  readonly keys: Uint32Array
  readonly carried: Uint32Array
}

/** Sorts keys, each with a number that it carries; equal keys keep their order. Linear: three passes of eleven bits. */
export function radixSort(keys: Uint32Array<ArrayBuffer>, carried: Uint32Array<ArrayBuffer>): Keyed {
  const count = keys.length
  const starts = histogram(keys)
  let [from, fromCarried] = [keys, carried]
  let [to, toCarried] = [new Uint32Array(count), new Uint32Array(count)]
  for (let pass = 0; pass < passes; pass += 1) {
    const places = starts.subarray(pass * buckets, (pass + 1) * buckets)
    if (!toStarts(places, count)) continue
    const shift = pass * digitBits
    for (let i = 0; i < count; i += 1) {
      const key = from[i]!
      const digit = (key >>> shift) & (buckets - 1)
      const place = places[digit]!
      places[digit] = place + 1
      to[place] = key
      toCarried[place] = fromCarried[i]!
    }
    ;[from, to, fromCarried, toCarried] = [to, from, toCarried, fromCarried]
  }
  return { keys: from, carried: fromCarried }
}

/** How often each digit comes, of the three passes after each other. */
function histogram(keys: Uint32Array): Uint32Array {
  const counts = new Uint32Array(passes * buckets)
  for (let i = 0; i < keys.length; i += 1) {
    const key = keys[i]!
    counts[key & (buckets - 1)]! += 1
    counts[buckets + ((key >>> digitBits) & (buckets - 1))]! += 1
    counts[2 * buckets + (key >>> (2 * digitBits))]! += 1
  }
  return counts
}

/** Turns counts into places where each digit's keys begin; false where all keys have the same digit. */
export function toStarts(counts: Uint32Array, all: number): boolean {
  let sum = 0
  for (let digit = 0; digit < counts.length; digit += 1) {
    const own = counts[digit]!
    if (own === all) return false
    counts[digit] = sum
    sum += own
  }
  return true
}

/** Both halves of each number's bits, turned so that they rise with it as whole numbers; −0 becomes 0. */
export function sortableHalves(values: Float64Array): {
  upper: Uint32Array<ArrayBuffer>
  lower: Uint32Array<ArrayBuffer>
} {
  const aligned = values.byteOffset % 4 === 0 ? values : values.slice()
  const halves = new Uint32Array(aligned.buffer, aligned.byteOffset, 2 * values.length)
  const [upper, lower] = [new Uint32Array(values.length), new Uint32Array(values.length)]
  for (let i = 0; i < values.length; i += 1) {
    const [low, high] = [halves[2 * i + lowerHalf]!, halves[2 * i + upperHalf]!]
    // The sign bit of −0 alone: it is 0.
    if (high === 0x80000000 && low === 0) upper[i] = 0x80000000
    else if (high >>> 31 === 1) {
      upper[i] = ~high
      lower[i] = ~low
    } else {
      upper[i] = high | 0x80000000
      lower[i] = low
    }
  }
  return { upper, lower }
}

/** Which of a number's halves is the upper one on this machine, the sign's. */
export const upperHalf = new Uint8Array(Uint16Array.of(1).buffer)[0] === 1 ? 1 : 0
const lowerHalf = 1 - upperHalf
