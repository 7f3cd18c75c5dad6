import { OutputRefusal } from './refuse-output.ts'

/** What the first directory of a TIFF says of its pixels. Source: TIFF 6.0, sections 3 to 8 and 19; BigTIFF. */
export interface TiffLayout {
  readonly width: number
  readonly height: number
  readonly bits: number
  readonly samples: number
  readonly photometric: number
  /** 1 whole numbers, 2 with a sign, 3 floating point. */
  readonly sampleFormat: number
  readonly hasFurtherPages: boolean
  /** The same file, whose numbers are said to have no sign: they have the same bits. */
  withoutSign(): Uint8Array
}

const tags = {
  width: 256,
  height: 257,
  bits: 258,
  photometric: 262,
  samples: 277,
  sampleFormat: 339,
} as const

/** Reads the first directory, and whether another one follows. @throws OutputRefusal for what is no TIFF, or is cut off */
export function tiffLayout(bytes: Uint8Array): TiffLayout {
  try {
    return readLayout(bytes)
  } catch (error) {
    throw error instanceof RangeError ? new OutputRefusal('image-damaged', 'the directory of the TIFF') : error
  }
}

function readLayout(bytes: Uint8Array): TiffLayout {
  const view = viewOf(bytes)
  const little = view.getUint16(0) === 0x4949
  const version = view.getUint16(2, little)
  if ((!little && view.getUint16(0) !== 0x4d4d) || (version !== 42 && version !== 43))
    throw new OutputRefusal('image-damaged', 'the directory of the TIFF')
  const isBig = version === 43
  const wide = (at: number) => (isBig ? Number(view.getBigUint64(at, little)) : view.getUint32(at, little))
  const directory = wide(isBig ? 8 : 4)
  const count = isBig ? wide(directory) : view.getUint16(directory, little)
  const first = directory + (isBig ? 8 : 2)
  const step = isBig ? 20 : 12
  if (count > 4096) throw new OutputRefusal('image-damaged', 'the directory of the TIFF')
  const entries = new Map<number, number>()
  for (let at = first; at < first + step * count; at += step) entries.set(view.getUint16(at, little), at)
  const place = (tag: number) => {
    const at = entries.get(tag)
    return at === undefined ? undefined : placeOfValue(view, { at, little, isBig, wide })
  }
  const value = (tag: number, otherwise?: number): number => {
    const found = place(tag)
    if (found) return found.bytes === 2 ? view.getUint16(found.at, little) : view.getUint32(found.at, little)
    if (otherwise === undefined) throw new OutputRefusal('image-damaged', 'the directory of the TIFF')
    return otherwise
  }
  return {
    width: value(tags.width),
    height: value(tags.height),
    bits: value(tags.bits, 1),
    samples: value(tags.samples, 1),
    photometric: value(tags.photometric),
    sampleFormat: value(tags.sampleFormat, 1),
    hasFurtherPages: wide(first + step * count) !== 0,
    withoutSign() {
      const copy = Uint8Array.from(bytes)
      const found = place(tags.sampleFormat)
      if (found) viewOf(copy).setUint16(found.at, 1, little)
      return copy
    },
  }
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
}

interface Entry {
  readonly at: number
  readonly little: boolean
  readonly isBig: boolean
  readonly wide: (at: number) => number
}

/** Where the first of an entry's values is, which have 16 or 32 bits: in the entry, where all of them fit, else where it points. */
function placeOfValue(view: DataView, { at, little, isBig, wide }: Entry): { at: number; bytes: number } {
  const bytes = { 3: 2, 4: 4 }[view.getUint16(at + 2, little)]
  if (bytes === undefined) throw new OutputRefusal('image-damaged', 'the directory of the TIFF')
  const inEntry = at + (isBig ? 12 : 8)
  const isInEntry = wide(at + 4) * bytes <= (isBig ? 8 : 4)
  return { at: isInEntry ? inEntry : wide(inEntry), bytes }
}
