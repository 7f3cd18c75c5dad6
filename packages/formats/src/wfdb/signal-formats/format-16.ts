import type { SignalFormat } from './signal-format.ts'

/** 16-bit two's complement, least significant byte first. */
export const format16: SignalFormat = {
  number: 16,
  bytesFor: (samples) => samples * 2,
  samplesIn: (bytes) => Math.floor(bytes / 2),
  decode(bytes, samples) {
    const values = new Int32Array(samples)
    for (let i = 0; i < samples; i += 1) values[i] = ((bytes[2 * i]! | (bytes[2 * i + 1]! << 8)) << 16) >> 16
    return values
  },
  encode(values) {
    const bytes = new Uint8Array(values.length * 2)
    for (let i = 0; i < values.length; i += 1) {
      bytes[2 * i] = values[i]! & 0xff
      bytes[2 * i + 1] = (values[i]! >> 8) & 0xff
    }
    return bytes
  },
}
