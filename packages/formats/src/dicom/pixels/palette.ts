import { type Dataset, dicomUnreadable, valueBytes } from '../dataset.ts'
import { numbers } from '../values.ts'

/** A palette: the colours of the values from `first` on. */
export interface Palette {
  readonly first: number
  /** Bits of an entry, 8 or 16. */
  readonly bits: number
  readonly colours: readonly [red: Uint16Array, green: Uint16Array, blue: Uint16Array]
}

/**
 * The palette of a PALETTE COLOR object, plain or segmented.
 * @throws AssayError dicom-unreadable
 * Source: DICOM PS3.3 C.7.6.3.1.5, C.7.6.3.1.6 and C.7.9.2.
 */
export function readPalette(dataset: Dataset): Palette {
  const descriptor = numbers(dataset, '00281101')
  const [, first = 0, bits = 0] = descriptor
  const entries = descriptor[0] === 0 ? 2 ** 16 : (descriptor[0] ?? 0)
  if (entries < 1 || (bits !== 8 && bits !== 16)) throw dicomUnreadable(dataset.where, 'a palette without a descriptor')
  const colour = (plain: string, segmented: string) => readColour(dataset, { plain, segmented, entries, bits })
  return {
    first,
    bits,
    colours: [colour('00281201', '00281221'), colour('00281202', '00281222'), colour('00281203', '00281223')],
  }
}

interface Colour {
  readonly plain: string
  readonly segmented: string
  readonly entries: number
  readonly bits: number
}

function readColour(dataset: Dataset, { plain, segmented, entries, bits }: Colour): Uint16Array {
  const isSegmented = !dataset.elements.has(plain) && dataset.elements.has(segmented)
  const bytes = valueBytes(dataset, isSegmented ? segmented : plain) ?? new Uint8Array()
  // Entries of 8 bits stand two a word, or, as some write them, one a word.
  const isBytes = isSegmented ? bits === 8 : bits === 8 && bytes.length < 2 * entries
  const words = isBytes ? Uint16Array.from(bytes) : wordsOf(bytes, dataset.isBigEndian)
  const values = isSegmented ? expanded(words, entries, dataset) : words
  if (values.length < entries)
    throw dicomUnreadable(dataset.where, `${values.length} entries of a palette of ${entries}`)
  return values.subarray(0, entries)
}

function wordsOf(bytes: Uint8Array, isBigEndian: boolean): Uint16Array {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  return Uint16Array.from({ length: bytes.length >> 1 }, (_, i) => view.getUint16(2 * i, !isBigEndian))
}

/** Segments: 0 discrete values, 1 a line to a value. Indirect ones (2) are refused: none was seen, and they can refer in circles. */
function expanded(words: Uint16Array, entries: number, { where }: Dataset): Uint16Array {
  const values: number[] = []
  let at = 0
  while (at + 2 < words.length && values.length < entries) {
    const [kind, length] = [words[at]!, words[at + 1]!]
    if (kind > 1 || length > entries - values.length) throw dicomUnreadable(where, 'a segment of a palette')
    if (kind === 0) values.push(...words.subarray(at + 2, at + 2 + length))
    else values.push(...line(values.at(-1) ?? 0, words[at + 2]!, length))
    at += kind === 0 ? 2 + length : 3
  }
  return Uint16Array.from(values)
}

function line(from: number, to: number, length: number): number[] {
  return Array.from({ length }, (_, i) => Math.round(from + ((to - from) * (i + 1)) / length))
}
