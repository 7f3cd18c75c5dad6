import type { AssayError } from '@assay/contracts'
import { type Dataset, dicomUnreadable, dicomUnsupported, type Element, printedTag } from '../dataset.ts'
import type { DecodingPool } from '../decoding/start-decoding-pool.ts'
import { type Codec, transferSyntaxOf } from '../transfer-syntaxes.ts'
import { readCodeStream } from './code-stream.ts'
import { decodeRle } from './decode-rle.ts'
import { frameFragments } from './frame-fragments.ts'
import { bitsOfFrame, type PixelLayout, pixelLayout } from './pixel-layout.ts'
import { spread422 } from './to-rgb.ts'
import { type FrameValues, unpackBits, unpackFrame } from './unpack-frame.ts'

/** Frames of an object, none of them read before it is asked for. */
export interface Frames {
  readonly layout: PixelLayout
  /**
   * Values of a frame, samples of a pixel side by side; neither rescaled nor turned into other colours.
   * @param index from 0 to `layout.frames` − 1
   * @throws AssayError dicom-unreadable
   */
  read(index: number): Promise<FrameValues>
}

/**
 * The frames of an object that was read with its pixels. Compressed ones are decoded in processes of the pool.
 * @throws AssayError dicom-unreadable; dicom-unsupported for transfer syntaxes that are not read
 */
export function framesOf(dataset: Dataset, pool: DecodingPool): Frames {
  const element = ['7FE00010', '7FE00008', '7FE00009'].map((tag) => dataset.elements.get(tag)).find(Boolean)
  if (!element) throw dicomUnsupported(dataset.where, 'no pixel data')
  const layout = pixelLayout(dataset)
  const { codec } = transferSyntaxOf(dataset.syntax)
  if (element.fragments && !codec) throw dicomUnsupported(dataset.where, `the transfer syntax ${dataset.syntax}`)
  if (element.fragments && codec) return compressedFrames(dataset, element, { layout, pool, codec })
  if (codec)
    throw dicomUnreadable(dataset.where, `pixel data without fragments in the transfer syntax ${dataset.syntax}`)
  return nativeFrames(dataset, element, layout)
}

function nativeFrames(dataset: Dataset, element: Element, layout: PixelLayout): Frames {
  const { tag, length } = element
  const bits = bitsOfFrame(layout)
  const due = Math.ceil((bits * layout.frames) / 8)
  if (length < due) throw dicomUnreadable(dataset.where, `${printedTag(tag)} has ${length} bytes, ${due} are due`)
  const is422 = bits < layout.rows * layout.columns * layout.samples * layout.bitsAllocated
  if (is422 && layout.columns % 2 === 1) throw dicomUnreadable(dataset.where, 'rows of an odd length in YBR_FULL_422')
  const pixels = nativeBytes(dataset, element, layout)
  const native = (index: number): FrameValues => {
    if (layout.bitsAllocated === 1) return unpackBits(pixels, index * bits, bits)
    const frame = pixels.subarray((index * bits) / 8, ((index + 1) * bits) / 8)
    if (!is422) return unpackFrame(frame, layout, dataset.isBigEndian)
    return spread422(unpackFrame(frame, { ...layout, isPlanar: false }, dataset.isBigEndian))
  }
  return { layout, read: async (index) => native(index) }
}

/** Words of a big-endian object hold two cells of eight bits, the first one in the lower half (PS3.5 8.2, annex D). */
function nativeBytes({ bytes, isBigEndian }: Dataset, { vr, offset, length }: Element, { bitsAllocated }: PixelLayout) {
  const pixels = bytes.subarray(offset, offset + length)
  const isInWords = isBigEndian && vr === 'OW' && bitsAllocated <= 8 && length % 2 === 0
  return isInWords ? Buffer.from(pixels).swap16() : pixels
}

interface Compressed {
  readonly layout: PixelLayout
  readonly pool: DecodingPool
  readonly codec: Codec
}

function compressedFrames(dataset: Dataset, element: Element, { layout, pool, codec }: Compressed): Frames {
  const { bitsAllocated, isFloat } = layout
  if (isFloat || bitsAllocated === 1 || bitsAllocated === 64)
    throw dicomUnsupported(dataset.where, `cells of ${bitsAllocated} bits, compressed`)
  const frames = frameFragments(dataset, element, layout.frames)
  const read = async (index: number): Promise<FrameValues> => {
    const spans = frames[index]
    if (!spans) throw new RangeError(`frame ${index} of ${frames.length}`)
    const parts = spans.map(({ offset, length }) => dataset.bytes.subarray(offset, offset + length))
    const bytes = new Uint8Array(Buffer.concat(parts))
    const fail = (reason: string) => dicomUnreadable(dataset.where, `frame ${index + 1}: ${reason}`)
    return codec === 'rle' ? rleFrame(bytes, layout, fail) : codeStreamFrame({ bytes, layout, pool, codec }, fail)
  }
  return { layout, read }
}

type Fail = (reason: string) => AssayError

function rleFrame(bytes: Uint8Array, layout: PixelLayout, fail: Fail): FrameValues {
  const { rows, columns, samples, bitsAllocated } = layout
  const native = decodeRle(bytes, { pixels: rows * columns, samples, bytesPerSample: bitsAllocated / 8 })
  if (!native) throw fail('damaged run lengths')
  return unpackFrame(native, { ...layout, isPlanar: false }, false)
}

interface CompressedFrame {
  readonly bytes: Uint8Array
  readonly layout: PixelLayout
  readonly pool: DecodingPool
  readonly codec: Exclude<Codec, 'rle'>
}

async function codeStreamFrame({ bytes, layout, pool, codec }: CompressedFrame, fail: Fail): Promise<FrameValues> {
  const { rows, columns, samples, bitsAllocated, bitsStored, isSigned, photometric } = layout
  const stream = readCodeStream(codec, bytes)
  if (!stream) throw fail('no code stream')
  const claimed = `${columns} × ${rows} × ${samples}`
  const found = `${stream.columns} × ${stream.rows} × ${stream.samples}`
  if (claimed !== found) throw fail(`${found} values, ${claimed} are announced`)
  if (stream.precision > 8 !== bitsAllocated > 8) throw fail(`${stream.precision} bits in cells of ${bitsAllocated}`)
  if (!stream.hasEnd) throw fail('the code stream is cut off')
  const job = { codec, rows, columns, samples, bitsAllocated, bitsStored, isSigned, photometric, bytes }
  const native = await pool.decode(job).catch((error: Error) => {
    throw fail(error.message)
  })
  // A stream of fewer bits has its sign in the highest of those.
  const bits = Math.min(stream.precision, bitsStored)
  return unpackFrame(native, { ...layout, isPlanar: false, bitsStored: bits, highBit: bits - 1 }, false)
}
