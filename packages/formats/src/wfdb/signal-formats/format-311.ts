import type { SignalFormat } from './signal-format.ts'

/** Three 10-bit two's complement samples in the thirty low bits of a 32-bit word, the first lowest, least significant byte first. */
export const format311: SignalFormat = {
  number: 311,
  least: -512,
  bytesFor: (samples) => Math.ceil((samples * 4) / 3),
  samplesIn: (bytes) => 3 * Math.floor(bytes / 4) + Math.floor((8 * (bytes % 4)) / 10),
  decode(bytes, samples) {
    return Int32Array.from({ length: samples }, (_, index) => {
      const [at, shift] = placeOf(index)
      const value = (bytes[at]! >> shift) | ((bytes[at + 1] ?? 0) << (8 - shift))
      return (value << 22) >> 22
    })
  },
  encode(values) {
    const bytes = new Uint8Array(format311.bytesFor(values.length))
    values.forEach((value, index) => {
      const [at, shift] = placeOf(index)
      const bits = (value & 0x3ff) << shift
      bytes[at]! |= bits & 0xff
      bytes[at + 1]! |= bits >> 8
    })
    return bytes
  },
}

/** The byte in which a sample begins, and its lowest bit there. */
function placeOf(index: number): readonly [at: number, shift: number] {
  const bit = 10 * (index % 3)
  return [4 * Math.floor(index / 3) + (bit >> 3), bit & 7]
}
