import type { SignalFormat } from './signal-format.ts'

/** 16-bit two's complement, least significant byte first. */
export const format16: SignalFormat = {
  number: 16,
  bytesFor: (samples) => samples * 2,
  samplesIn: (bytes) => Math.floor(bytes / 2),
  decode(bytes, samples) {
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
    return Int32Array.from({ length: samples }, (_, i) => view.getInt16(2 * i, true))
  },
  encode(values) {
    const bytes = new Uint8Array(values.length * 2)
    const view = new DataView(bytes.buffer)
    values.forEach((value, i) => {
      view.setInt16(2 * i, value, true)
    })
    return bytes
  },
}
