/**
 * A counter-based generator, Philox 4×32 with 10 rounds: draw number i of stream s under seed k is a function of
 * (k, s, i), so that draws come out the same on every machine, in any order, on any number of workers.
 *
 * Source: Salmon, Moraes, Dror, Shaw, *Parallel random numbers: as easy as 1, 2, 3*, SC'11 (2011). Known-answer
 * vectors: the authors' Random123 library, `kat_vectors`.
 */

const multiplier0 = 0xd2511f53
const multiplier1 = 0xcd9e8d57
const weyl0 = 0x9e3779b9
const weyl1 = 0xbb67ae85

/**
 * High 32 bits of the product of two unsigned 32-bit numbers: the product as a double is less than 2^12 off, and what is left
 * without its low bits is a multiple of 2^32.
 */
function high(a: number, b: number): number {
  return ((a * b - (Math.imul(a, b) >>> 0)) / 0x100000000 + 0.5) >>> 0
}

/**
 * One block of Philox 4×32-10.
 * @param block the counter, four unsigned 32-bit words; overwritten with the four words drawn.
 * @param key two unsigned 32-bit words.
 */
export function philox(block: Uint32Array, key0: number, key1: number): void {
  let c0 = block[0]!
  let c1 = block[1]!
  let c2 = block[2]!
  let c3 = block[3]!
  let k0 = key0 >>> 0
  let k1 = key1 >>> 0
  for (let round = 0; round < 10; round += 1) {
    const high0 = high(multiplier0, c0)
    const low0 = Math.imul(multiplier0, c0)
    const high1 = high(multiplier1, c2)
    const low1 = Math.imul(multiplier1, c2)
    c0 = (high1 ^ c1 ^ k0) >>> 0
    c1 = low1 >>> 0
    c2 = (high0 ^ c3 ^ k1) >>> 0
    c3 = low0 >>> 0
    k0 = (k0 + weyl0) >>> 0
    k1 = (k1 + weyl1) >>> 0
  }
  block[0] = c0
  block[1] = c1
  block[2] = c2
  block[3] = c3
}

/** Draws of one stream, in order. */
export interface Draws {
  /** Uniform on [0, 1), 53 bits. */
  uniform(): number
  /** Uniform on 0 … bound − 1, without bias (Lemire 2019). @param bound 1 … 2^32 */
  below(bound: number): number
  /** Standard normal (Box–Muller). */
  normal(): number
}

/**
 * The draws of stream `stream` under `seed`, from the first on. Streams don't overlap: give each replicate its own.
 * @param seed integer, 0 … 2^53 − 1
 * @param stream integer, 0 … 2^53 − 1
 */
export function drawsOf(seed: number, stream: number): Draws {
  const key0 = seed >>> 0
  const key1 = Math.floor(seed / 2 ** 32) >>> 0
  const stream0 = stream >>> 0
  const stream1 = Math.floor(stream / 2 ** 32) >>> 0
  const block = new Uint32Array(4)
  let counter = 0
  let used = 4

  function word(): number {
    if (used === 4) {
      block[0] = counter >>> 0
      block[1] = Math.floor(counter / 2 ** 32) >>> 0
      block[2] = stream0
      block[3] = stream1
      philox(block, key0, key1)
      counter += 1
      used = 0
    }
    const drawn = block[used] as number
    used += 1
    return drawn
  }

  function uniform(): number {
    const upper = word() >>> 5
    return (upper * 67108864 + (word() >>> 6)) / 9007199254740992
  }

  function below(bound: number): number {
    if (bound === 2 ** 32) return word()
    for (;;) {
      const drawn = word()
      const low = Math.imul(drawn, bound) >>> 0
      if (low >= bound || low >= (2 ** 32 - bound) % bound) return high(drawn, bound)
    }
  }

  let spare: number | undefined
  function normal(): number {
    if (spare !== undefined) {
      const kept = spare
      spare = undefined
      return kept
    }
    const radius = Math.sqrt(-2 * Math.log(1 - uniform()))
    const angle = 2 * Math.PI * uniform()
    spare = radius * Math.sin(angle)
    return radius * Math.cos(angle)
  }

  return { uniform, below, normal }
}
