import iconv from 'iconv-lite'
import { elementBytes, elementHeader, type Writing } from '../deidentification/write-elements.ts'

/** A value to be written: text, bytes, numbers of US, or the items of a sequence. */
type Value = string | Uint8Array | readonly number[] | readonly (readonly Entry[])[]

/** An element to be written: tag, representation, value. */
export type Entry = readonly [tag: string, vr: string, value: Value]

export interface WritingOptions extends Writing {
  /** A codec of iconv-lite, for the texts. */
  readonly codec: string
  /** Whether sequences and items end with delimiters. */
  readonly isDelimited?: boolean
}

const inCharacterSet = new Set(['LO', 'LT', 'PN', 'SH', 'ST', 'UC', 'UT'])

/** Elements, by tag, as a data set has them. For tests: it writes whatever it is given. */
export function writeDataset(entries: readonly Entry[], options: WritingOptions): Buffer {
  const ordered = [...entries].sort(([a], [b]) => (a < b ? -1 : 1))
  return Buffer.concat(ordered.map((entry) => writeEntry(entry, options)))
}

function writeEntry([tag, vr, value]: Entry, options: WritingOptions): Buffer {
  if (vr !== 'SQ') return elementBytes(tag, vr, valueBytes(vr, value, options), options)
  const items = (value as readonly (readonly Entry[])[]).map((item) => writeItem(item, options))
  const content = Buffer.concat(items)
  if (!options.isDelimited) return Buffer.concat([elementHeader(tag, vr, content.length, options), content])
  const end = elementHeader('FFFEE0DD', undefined, 0, options)
  return Buffer.concat([elementHeader(tag, vr, 0xffffffff, options), content, end])
}

function writeItem(item: readonly Entry[], options: WritingOptions): Buffer {
  const content = writeDataset(item, options)
  if (!options.isDelimited)
    return Buffer.concat([elementHeader('FFFEE000', undefined, content.length, options), content])
  const end = elementHeader('FFFEE00D', undefined, 0, options)
  return Buffer.concat([elementHeader('FFFEE000', undefined, 0xffffffff, options), content, end])
}

function valueBytes(vr: string, value: Value, { codec, isBigEndian }: WritingOptions): Buffer {
  if (typeof value === 'string') return iconv.encode(value, inCharacterSet.has(vr) ? codec : 'latin1')
  if (value instanceof Uint8Array) return Buffer.from(value)
  const numbers = value as readonly number[]
  const bytes = Buffer.alloc(2 * numbers.length)
  numbers.forEach((number, i) => {
    if (isBigEndian) bytes.writeUInt16BE(number, 2 * i)
    else bytes.writeUInt16LE(number, 2 * i)
  })
  return bytes
}

const meta: WritingOptions = { isExplicit: true, isBigEndian: false, codec: 'latin1' }

/** A file: preamble, meta information with whatever else belongs into it, data set. */
export function writeFile(
  dataset: Uint8Array,
  {
    syntax,
    preamble = Buffer.alloc(128),
    others = [],
  }: { readonly syntax: string; readonly preamble?: Uint8Array; readonly others?: readonly Entry[] },
): Buffer {
  const elements = writeDataset([['00020001', 'OB', Uint8Array.of(0, 1)], ['00020010', 'UI', syntax], ...others], meta)
  const length = Buffer.alloc(4)
  length.writeUInt32LE(elements.length)
  return Buffer.concat([preamble, Buffer.from('DICM'), elementBytes('00020000', 'UL', length, meta), elements, dataset])
}
