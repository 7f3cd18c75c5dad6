import type { SignalFormat } from './signal-format.ts'

/** Pairs of 12-bit two's complement samples in three bytes. */
export const format212: SignalFormat = {
  number: 212,
  least: -2048,
  bytesFor: (samples) => Math.ceil((samples * 3) / 2),
  samplesIn: (bytes) => Math.floor((bytes * 2) / 3),
  decode(bytes, samples) {
    const values = new Int32Array(samples)
    for (let i = 0, at = 0; i < samples; i += 2, at += 3) {
      const high = bytes[at + 1]!
      values[i] = signed12(bytes[at]! | ((high & 0x0f) << 8))
      if (i + 1 < samples) values[i + 1] = signed12(bytes[at + 2]! | ((high & 0xf0) << 4))
    }
    return values
  },
  encode(values) {
    const bytes = new Uint8Array(Math.ceil((values.length * 3) / 2))
    for (let i = 0, at = 0; i < values.length; i += 2, at += 3) {
      const first = values[i]!
      const second = values[i + 1] ?? 0
      bytes[at] = first & 0xff
      bytes[at + 1] = ((first >> 8) & 0x0f) | ((second >> 4) & 0xf0)
      if (at + 2 < bytes.length) bytes[at + 2] = second & 0xff
    }
    return bytes
  },
}

function signed12(value: number): number {
  return (value << 20) >> 20
}
