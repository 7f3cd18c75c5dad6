import { decodeText } from './character-sets.ts'
import { type Dataset, dicomUnreadable, type Element, printedTag } from './dataset.ts'

/** Representations whose text is in the data set's character set. Source: DICOM PS3.5 6.1.2.3. */
const inCharacterSet = new Set(['LO', 'LT', 'PN', 'SH', 'ST', 'UC', 'UN', 'UT'])
/** Representations of one value, in which a backslash is a character. */
const singleValued = new Set(['LT', 'ST', 'UT', 'UR'])

/** Text of an element, decoded, without padding; several values stay joined by backslashes. Undefined where it is absent or empty. */
export function text(dataset: Dataset | undefined, tag: string): string | undefined {
  const element = dataset?.elements.get(tag)
  if (!dataset || !element || element.length === 0 || element.items) return undefined
  const bytes = dataset.bytes.subarray(element.offset, element.offset + element.length)
  const isExtended = inCharacterSet.has(element.vr)
  const decoded = isExtended ? decodeText(bytes, dataset.characterSets) : Buffer.from(bytes).toString('latin1')
  const trimmed = decoded.replace(/[\0 ]+$/, '')
  return trimmed === '' ? undefined : trimmed
}

/** Values of an element's text, each without padding; none where it is absent or empty. */
export function texts(dataset: Dataset | undefined, tag: string): string[] {
  const whole = text(dataset, tag)
  if (whole === undefined) return []
  if (singleValued.has(dataset!.elements.get(tag)!.vr)) return [whole]
  return whole.split('\\').map((value) => value.trim())
}

interface Kind {
  readonly bytes: number
  readonly read: (view: DataView, at: number, little: boolean) => number
}

const uint8: Kind = { bytes: 1, read: (view, at) => view.getUint8(at) }
const uint16: Kind = { bytes: 2, read: (view, at, little) => view.getUint16(at, little) }
const int16: Kind = { bytes: 2, read: (view, at, little) => view.getInt16(at, little) }
const uint32: Kind = { bytes: 4, read: (view, at, little) => view.getUint32(at, little) }
const int32: Kind = { bytes: 4, read: (view, at, little) => view.getInt32(at, little) }
const float32: Kind = { bytes: 4, read: (view, at, little) => view.getFloat32(at, little) }
const float64: Kind = { bytes: 8, read: (view, at, little) => view.getFloat64(at, little) }
const uint64: Kind = { bytes: 8, read: (view, at, little) => Number(view.getBigUint64(at, little)) }
const int64: Kind = { bytes: 8, read: (view, at, little) => Number(view.getBigInt64(at, little)) }

const kinds: Readonly<Record<string, Kind>> = {
  OB: uint8,
  OW: uint16,
  US: uint16,
  SS: int16,
  OL: uint32,
  UL: uint32,
  SL: int32,
  AT: uint16,
  FL: float32,
  OF: float32,
  FD: float64,
  OD: float64,
  UV: uint64,
  OV: uint64,
  SV: int64,
}

/** More numbers than an attribute has that is asked for as numbers. */
const mostNumbers = 2 ** 20

/**
 * Numbers of an element: binary ones, or those of a decimal or integer string; none where it is absent or empty. AT comes as pairs of group
 * and element; 64-bit whole numbers beyond 2^53 are rounded.
 * @throws AssayError dicom-unreadable where a value is no number
 */
export function numbers(dataset: Dataset | undefined, tag: string): number[] {
  const element = dataset?.elements.get(tag)
  if (!dataset || !element || element.length === 0) return []
  const kind = kinds[element.vr === 'XS' ? unsignedOrSigned(dataset) : element.vr]
  return kind ? binaryNumbers(dataset, element, kind) : decimalNumbers(dataset, tag)
}

/** The first number of an element, undefined where there is none. @throws AssayError as `numbers` */
export function number(dataset: Dataset | undefined, tag: string): number | undefined {
  return numbers(dataset, tag)[0]
}

function unsignedOrSigned(dataset: Dataset): 'US' | 'SS' {
  return number(dataset, '00280103') === 1 ? 'SS' : 'US'
}

function binaryNumbers({ bytes, where, isBigEndian }: Dataset, element: Element, kind: Kind): number[] {
  const { tag, offset, length } = element
  const count = length / kind.bytes
  if (!Number.isInteger(count)) throw dicomUnreadable(where, `${printedTag(tag)} has ${length} bytes`)
  if (count > mostNumbers) throw dicomUnreadable(where, `${printedTag(tag)} has ${count} numbers`)
  const view = new DataView(bytes.buffer, bytes.byteOffset + offset, length)
  const little = !isBigEndian || tag.startsWith('0002')
  return Array.from({ length: count }, (_, i) => kind.read(view, i * kind.bytes, little))
}

const decimal = /^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$/

function decimalNumbers(dataset: Dataset, tag: string): number[] {
  return texts(dataset, tag).map((word) => {
    if (decimal.test(word)) return Number(word)
    throw dicomUnreadable(dataset.where, `${printedTag(tag)} is no number`)
  })
}
