import { type Dataset, dicomUnreadable, type Element, printedTag, type Span } from './dataset.ts'
import { isKnownVr, isShortVr, vrName, vrOfTag } from './vr.ts'

/** Bytes that are being read, and what may still be read of them. */
export interface Source {
  readonly bytes: Uint8Array
  readonly view: DataView
  readonly where: string
  readonly syntax: string
  /** Whether reading ends at the pixel data. */
  readonly skipsPixels: boolean
  /** Elements and items that may still come. */
  left: number
}

/** How a data set is written, and where it may lie. */
export interface Extent {
  readonly isExplicit: boolean
  readonly isBigEndian: boolean
  readonly characterSets: readonly string[]
  readonly offset: number
  readonly end: number
  /** How many sequences it lies in. */
  readonly depth: number
  /** Whether an item delimiter ends it, before `end`. */
  readonly isDelimited: boolean
  /** Whether it ends with the group 0002. */
  readonly isMeta: boolean
}

/** Elements and items of a file: an enhanced multi-frame object of 10,000 frames has a tenth of them. */
export const mostElements = 2_000_000

/** Sequences within sequences; measured structured reports go to about ten. */
const mostDepth = 64

const undefinedLength = 0xffffffff
const item = 'FFFEE000'
const itemDelimiter = 'FFFEE00D'
const sequenceDelimiter = 'FFFEE0DD'

/** Reads the elements of a data set. @throws AssayError dicom-unreadable */
export function readElements(source: Source, extent: Extent): Dataset {
  const elements = new Map<string, Element>()
  let { characterSets } = extent
  let position = extent.offset
  const dataset = (): Dataset => {
    const { bytes, where, syntax } = source
    const { isExplicit, isBigEndian, offset } = extent
    return { bytes, where, syntax, isExplicit, isBigEndian, characterSets, offset, end: position, elements }
  }
  while (position < extent.end) {
    if (isPadding(source, position, extent)) break
    if (position + 8 > extent.end) {
      if (extent.isMeta) return dataset()
      throw failure(source, position, 'an element is cut off')
    }
    const tag = tagAt(source, position, extent.isBigEndian)
    if (endsBefore(tag, source, extent)) return dataset()
    const header = readHeader(source, position, extent)
    if (tag.startsWith('FFFE')) throw failure(source, position, `${printedTag(tag)} where an element is due`)
    if (elements.has(tag)) throw failure(source, position, `${printedTag(tag)} stands twice`)
    const element = readElement(source, header, { ...extent, characterSets })
    elements.set(tag, element)
    if (tag === '00080005') characterSets = characterSetsOf(source, element)
    position = element.end
  }
  if (extent.isDelimited) throw failure(source, position, 'an item without its end')
  return dataset()
}

function endsBefore(tag: string, { skipsPixels }: Source, { depth, isDelimited, isMeta }: Extent): boolean {
  if (isMeta) return !tag.startsWith('0002')
  return (isDelimited && tag === itemDelimiter) || (skipsPixels && depth === 0 && tag.startsWith('7FE0'))
}

function failure({ where }: Source, position: number, what: string) {
  return dicomUnreadable(where, `${what}, at byte ${position}`)
}

interface Header {
  readonly tag: string
  readonly vr: string
  readonly start: number
  readonly offset: number
  readonly length: number
}

/** Tags that were met, so that files in their thousands share their words; hostile ones could fill memory with them. */
const tags = new Map<number, string>()
const mostTags = 2 ** 14

function tagAt({ view }: Source, position: number, isBigEndian: boolean): string {
  const number = view.getUint16(position, !isBigEndian) * 2 ** 16 + view.getUint16(position + 2, !isBigEndian)
  const known = tags.get(number)
  if (known !== undefined) return known
  const tag = number.toString(16).toUpperCase().padStart(8, '0')
  if (tags.size < mostTags) tags.set(number, tag)
  return tag
}

/** Zeros behind the last element of a file. */
function isPadding({ bytes }: Source, position: number, { depth, end }: Extent): boolean {
  if (depth > 0 || bytes[position] !== 0 || bytes[position + 1] !== 0) return false
  return bytes.subarray(position, end).every((byte) => byte === 0)
}

function readHeader(source: Source, start: number, { isExplicit, isBigEndian, end }: Extent): Header {
  const { view } = source
  source.left -= 1
  if (source.left < 0) throw failure(source, start, `more than ${mostElements} elements`)
  if (start + 8 > end) throw failure(source, start, 'an element is cut off')
  const tag = tagAt(source, start, isBigEndian)
  if (!isExplicit || tag.startsWith('FFFE')) {
    const length = view.getUint32(start + 4, !isBigEndian)
    return { tag, vr: isExplicit ? '' : vrOfTag(tag), start, offset: start + 8, length }
  }
  const code = view.getUint16(start + 4, false)
  if (isShortVr(code)) {
    return { tag, vr: vrName(code), start, offset: start + 8, length: view.getUint16(start + 6, !isBigEndian) }
  }
  if (!isKnownVr(code)) throw failure(source, start, `${printedTag(tag)} has no value representation`)
  if (start + 12 > end) throw failure(source, start, 'an element is cut off')
  return { tag, vr: vrName(code), start, offset: start + 12, length: view.getUint32(start + 8, !isBigEndian) }
}

function readElement(source: Source, header: Header, extent: Extent): Element {
  if (header.length === undefinedLength) return readUndefined(source, header, extent)
  const { tag, start, offset, length } = header
  const end = offset + length
  if (end > extent.end) {
    throw failure(source, start, `${printedTag(tag)} announces ${length} bytes, ${extent.end - offset} are left`)
  }
  const plain = { tag, vr: vrIn(header, extent), start, offset, length, end, hasUndefinedLength: false }
  if (plain.vr !== 'SQ') return plain
  const written = header.vr === 'UN' ? { isExplicit: false, isBigEndian: false } : {}
  const { items } = readItems(source, header, { ...extent, ...written, end, isDelimited: false })
  return { ...plain, items }
}

/** What was written as UN is what the dictionary says: it is implicit and little-endian (PS3.5 6.2.2). */
function vrIn({ tag, vr }: Header, { isExplicit, isBigEndian }: Extent): string {
  if (vr !== 'UN' || !isExplicit) return vr
  const known = vrOfTag(tag)
  return isBigEndian && known !== 'SQ' ? 'UN' : known
}

function readUndefined(source: Source, header: Header, extent: Extent): Element {
  const { tag, start, offset } = header
  if (tag === '7FE00010' || header.vr === 'OB' || header.vr === 'OW') {
    return { ...readFragments(source, header, extent), tag, vr: header.vr, start, offset, hasUndefinedLength: true }
  }
  if (header.vr !== 'SQ' && header.vr !== 'UN') {
    throw failure(source, start, `${printedTag(tag)} of the representation ${header.vr} has no length`)
  }
  const written = header.vr === 'UN' ? { isExplicit: false, isBigEndian: false } : {}
  const { items, length, end } = readItems(source, header, { ...extent, ...written, isDelimited: true })
  return { tag, vr: 'SQ', start, offset, length, end, hasUndefinedLength: true, items }
}

/** Reads the items from a header's value on, up to `end` or, where the sequence is delimited, to its delimiter. */
function readItems(source: Source, { tag, offset }: Header, extent: Extent) {
  const depth = extent.depth + 1
  if (depth > mostDepth) throw failure(source, offset, `more than ${mostDepth} sequences within each other`)
  const items: Dataset[] = []
  let position = offset
  while (position < extent.end) {
    const header = readHeader(source, position, extent)
    if (extent.isDelimited && header.tag === sequenceDelimiter) {
      return { items, length: position - offset, end: header.offset + header.length }
    }
    if (header.tag !== item) throw failure(source, position, `${printedTag(tag)} holds something other than items`)
    const isDelimited = header.length === undefinedLength
    const end = isDelimited ? extent.end : header.offset + header.length
    if (end > extent.end) throw failure(source, position, `an item of ${printedTag(tag)} is longer than what is left`)
    const dataset = readElements(source, { ...extent, depth, offset: header.offset, end, isDelimited })
    items.push(dataset)
    position = isDelimited ? dataset.end + 8 : end
  }
  if (extent.isDelimited) throw failure(source, position, `${printedTag(tag)} has no end`)
  return { items, length: position - offset, end: position }
}

/** Source: DICOM PS3.5 A.4: an offset table, then fragments, then a sequence delimiter. */
function readFragments(source: Source, { tag, offset }: Header, extent: Extent) {
  const fragments: Span[] = []
  let position = offset
  while (position < extent.end) {
    const header = readHeader(source, position, extent)
    if (header.tag === sequenceDelimiter) return { fragments, length: position - offset, end: header.offset }
    const end = header.offset + header.length
    if (header.tag !== item) throw failure(source, position, `${printedTag(tag)} holds something other than fragments`)
    if (end > extent.end)
      throw failure(source, position, `a fragment of ${printedTag(tag)} is longer than what is left`)
    fragments.push({ offset: header.offset, length: header.length })
    position = end
  }
  throw failure(source, position, `${printedTag(tag)} has no end`)
}

function characterSetsOf({ bytes }: Source, { offset, length }: Element): string[] {
  const text = Buffer.from(bytes.subarray(offset, offset + length)).toString('latin1')
  return text.split('\\').map((term) => term.replace(/[\0 ]+$/, '').trim())
}
