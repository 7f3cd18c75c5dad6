import type { PixelLayout } from './pixel-layout.ts'

export type FrameValues =
  | Int8Array
  | Uint8Array
  | Int16Array
  | Uint16Array
  | Int32Array
  | Uint32Array
  | Float32Array
  | Float64Array

/**
 * Values of a frame from its native bytes: those of Bits Stored below High Bit, with their sign; colours pixel by pixel.
 * @param bytes `samples` values a pixel, as `layout` has them
 */
export function unpackFrame(bytes: Uint8Array, layout: PixelLayout, isBigEndian: boolean): FrameValues {
  const values = stored(cellsOf(bytes, layout, isBigEndian), layout)
  return layout.isPlanar && layout.samples === 3 ? interleaved(values) : values
}

/**
 * Values of a one-bit frame: bits follow each other over all frames, the lowest of a byte first.
 * @param bit the frame's first
 */
export function unpackBits(bytes: Uint8Array, bit: number, count: number): Uint8Array {
  const values = new Uint8Array(count)
  for (let i = 0; i < count; i += 1) values[i] = (bytes[(bit + i) >>> 3]! >>> ((bit + i) & 7)) & 1
  return values
}

function cellsOf(
  bytes: Uint8Array,
  { bitsAllocated, isFloat, isSigned }: PixelLayout,
  isBigEndian: boolean,
): FrameValues {
  const own = Buffer.from(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength))
  if (isBigEndian) swap(own, bitsAllocated)
  const { buffer, byteOffset } = own
  const count = (own.length * 8) / bitsAllocated
  if (isFloat)
    return bitsAllocated === 64
      ? new Float64Array(buffer, byteOffset, count)
      : new Float32Array(buffer, byteOffset, count)
  if (bitsAllocated === 8)
    return isSigned ? new Int8Array(buffer, byteOffset, count) : new Uint8Array(buffer, byteOffset, count)
  if (bitsAllocated === 16)
    return isSigned ? new Int16Array(buffer, byteOffset, count) : new Uint16Array(buffer, byteOffset, count)
  if (bitsAllocated === 32)
    return isSigned ? new Int32Array(buffer, byteOffset, count) : new Uint32Array(buffer, byteOffset, count)
  const wide = isSigned ? new BigInt64Array(buffer, byteOffset, count) : new BigUint64Array(buffer, byteOffset, count)
  return Float64Array.from(wide, Number)
}

function swap(bytes: Buffer, bits: number): void {
  if (bits === 16) bytes.swap16()
  if (bits === 32) bytes.swap32()
  if (bits === 64) bytes.swap64()
}

/** Cells hold other things (overlays, once) in the bits that are not stored. */
function stored(
  cells: FrameValues,
  { bitsAllocated, bitsStored, highBit, isSigned, isFloat }: PixelLayout,
): FrameValues {
  if (isFloat || bitsStored === bitsAllocated || bitsAllocated > 32) return cells
  const [left, right] = [31 - highBit, 32 - bitsStored]
  if (isSigned) for (let i = 0; i < cells.length; i += 1) cells[i] = (cells[i]! << left) >> right
  else for (let i = 0; i < cells.length; i += 1) cells[i] = (cells[i]! << left) >>> right
  return cells
}

function interleaved(values: FrameValues): FrameValues {
  const pixels = values.length / 3
  const mixed = values.slice()
  for (let i = 0; i < pixels; i += 1)
    for (let sample = 0; sample < 3; sample += 1) mixed[3 * i + sample] = values[sample * pixels + i]!
  return mixed
}
