import type { SignalFormat } from './signal-format.ts'

interface WholeBytes {
  readonly number: number
  readonly bytes: 1 | 2 | 3 | 4
  readonly isBigEndian?: boolean
  /** What stands for 0: offset binary formats have half their range here. */
  readonly zero?: number
}

/** A format whose samples take whole bytes: two's complement, or offset binary. */
export function wholeBytes({ number, bytes: size, isBigEndian = false, zero = 0 }: WholeBytes): SignalFormat {
  const unused = 32 - 8 * size
  const shifts = Array.from({ length: size }, (_, index) => 8 * (isBigEndian ? size - 1 - index : index))
  return {
    number,
    least: -(2 ** (8 * size - 1)),
    bytesFor: (samples) => samples * size,
    samplesIn: (bytes) => Math.floor(bytes / size),
    decode(bytes, samples) {
      const values = new Int32Array(samples)
      for (let i = 0, at = 0; i < samples; i += 1) {
        let value = 0
        for (const shift of shifts) value |= bytes[at++]! << shift
        values[i] = zero === 0 ? (value << unused) >> unused : value - zero
      }
      return values
    },
    encode(values) {
      const bytes = new Uint8Array(values.length * size)
      for (let i = 0, at = 0; i < values.length; i += 1)
        for (const shift of shifts) bytes[at++] = ((values[i]! + zero) >> shift) & 0xff
      return bytes
    },
  }
}
