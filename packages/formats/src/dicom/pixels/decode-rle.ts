/**
 * Decodes an RLE frame into native bytes, little-endian, samples of a pixel side by side. A segment holds one byte of every value: of each
 * sample, the most significant first.
 * @param bytesPerSample of the values
 * @returns undefined where the frame is damaged, or holds more or fewer bytes than are due
 * Source: DICOM PS3.5 annex G.
 */
export function decodeRle(
  bytes: Uint8Array,
  { pixels, samples, bytesPerSample }: { pixels: number; samples: number; bytesPerSample: number },
): Uint8Array | undefined {
  const segments = samples * bytesPerSample
  if (bytes.length < 64) return undefined
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  if (view.getUint32(0, true) !== segments) return undefined
  // Two bytes become 128 at most.
  if (pixels * segments > 64 * bytes.length) return undefined
  const native = new Uint8Array(pixels * segments)
  for (let segment = 0; segment < segments; segment += 1) {
    const start = view.getUint32(4 + 4 * segment, true)
    const end = segment + 1 < segments ? view.getUint32(8 + 4 * segment, true) : bytes.length
    if (start < 64 || end < start || end > bytes.length) return undefined
    const [sample, significance] = [Math.floor(segment / bytesPerSample), segment % bytesPerSample]
    const first = sample * bytesPerSample + (bytesPerSample - 1 - significance)
    if (!decodeSegment(bytes.subarray(start, end), native, { first, step: segments, count: pixels })) return undefined
  }
  return native
}

interface Places {
  readonly first: number
  readonly step: number
  readonly count: number
}

/** Writes a segment's bytes, `step` apart; false where they are not `count`. A byte of padding may follow them. */
function decodeSegment(bytes: Uint8Array, native: Uint8Array, { first, step, count }: Places): boolean {
  let [at, written] = [0, 0]
  while (written < count) {
    const control = bytes[at]
    if (control === undefined) return false
    at += 1
    if (control === 128) continue
    const length = control < 128 ? control + 1 : 257 - control
    if (written + length > count || at >= bytes.length || (control < 128 && at + length > bytes.length)) return false
    for (let i = 0; i < length; i += 1) native[first + (written + i) * step] = bytes[control < 128 ? at + i : at]!
    written += length
    at += control < 128 ? length : 1
  }
  return true
}
