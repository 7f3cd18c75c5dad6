import type { SignalFormat } from './signal-format.ts'

/**
 * Three 10-bit two's complement samples in two 16-bit words, least significant byte first: the first in the eleven low bits of
 * the first word but for the lowest, the second likewise in the second word, and the third in the five high bits of both, those of
 * the first word lower.
 */
export const format310: SignalFormat = {
  number: 310,
  least: -512,
  bytesFor: (samples) => 4 * Math.floor(samples / 3) + 2 * (samples % 3),
  samplesIn: (bytes) => 3 * Math.floor(bytes / 4) + (bytes % 4 >= 2 ? 1 : 0),
  decode(bytes, samples) {
    const word = (index: number) => bytes[2 * index]! | (bytes[2 * index + 1]! << 8)
    return Int32Array.from({ length: samples }, (_, index) => {
      const [triple, place] = [2 * Math.floor(index / 3), index % 3]
      if (place < 2) return signed10(word(triple + place) >> 1)
      return signed10((word(triple) >> 11) | ((word(triple + 1) >> 11) << 5))
    })
  },
  encode(values) {
    const words = new Uint16Array(format310.bytesFor(values.length) / 2)
    values.forEach((value, index) => {
      const [triple, place] = [2 * Math.floor(index / 3), index % 3]
      if (place < 2) words[triple + place]! |= (value & 0x3ff) << 1
      else {
        words[triple]! |= (value & 0x1f) << 11
        words[triple + 1]! |= ((value >> 5) & 0x1f) << 11
      }
    })
    return bytesOf(words)
  },
}

function signed10(value: number): number {
  return (value << 22) >> 22
}

function bytesOf(words: Uint16Array): Uint8Array {
  const bytes = new Uint8Array(2 * words.length)
  words.forEach((word, index) => {
    bytes[2 * index] = word & 0xff
    bytes[2 * index + 1] = word >> 8
  })
  return bytes
}
