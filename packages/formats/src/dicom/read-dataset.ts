import { inflateRawSync } from 'node:zlib'
import { type Dataset, dicomUnreadable, type Element, printedTag } from './dataset.ts'
import { type Extent, mostElements, readElements, type Source } from './read-elements.ts'
import { explicitBigEndian, explicitLittleEndian, implicitLittleEndian, transferSyntaxOf } from './transfer-syntaxes.ts'
import { isKnownVr } from './vr.ts'

/** What a deflated data set may become: a compressed bomb ends here. */
const mostInflated = 2 ** 30

export interface ReadDatasetOptions {
  /** `skip` ends at the pixel data, which the bytes then need not hold: a file's beginning is enough. */
  readonly pixels: 'skip' | 'keep'
}

/**
 * Reads a DICOM file's data set: the elements with their places, sequences with their items, pixel data unopened. Files without a preamble
 * or without meta information are read where their first element tells how they are written.
 * @param where the file's name, for errors
 * @throws AssayError dicom-unreadable
 * Source: DICOM PS3.5 chapters 6, 7, A; PS3.10 7.1.
 */
export function readDataset(bytes: Uint8Array, where: string, { pixels }: ReadDatasetOptions): Dataset {
  const skipsPixels = pixels === 'skip'
  const file = sourceOf(bytes, { where, syntax: '', skipsPixels })
  const beginning = beginningOf(bytes, where)
  const meta = readElements(file, { ...metaExtent, offset: beginning, end: bytes.length })
  const syntax = syntaxOf(meta, bytes, where)
  const written = transferSyntaxOf(syntax)
  const body = written.isDeflated ? inflatedAfter(bytes, meta.end, where) : bytes
  const source = { ...sourceOf(body, { where, syntax, skipsPixels }), left: file.left }
  if (written.isExplicit && !written.isDeflated && isWithoutVr(body, meta.end))
    throw dicomUnreadable(where, 'values without their representations, though the transfer syntax announces them')
  const dataset = readElements(source, { ...mainExtent, ...written, offset: meta.end, end: body.length })
  if (dataset.elements.size === 0) throw dicomUnreadable(where, 'no element behind the meta information')
  return withMeta(meta, dataset)
}

const metaExtent = {
  isExplicit: true,
  isBigEndian: false,
  characterSets: [],
  depth: 0,
  isDelimited: false,
  isMeta: true,
} satisfies Omit<Extent, 'offset' | 'end'>

const mainExtent = { characterSets: [], depth: 0, isDelimited: false, isMeta: false }

function sourceOf(bytes: Uint8Array, about: Pick<Source, 'where' | 'syntax' | 'skipsPixels'>): Source {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  return { ...about, bytes, view, left: mostElements }
}

function hasPrefix(bytes: Uint8Array, at: number): boolean {
  return Buffer.from(bytes.subarray(at, at + 4)).toString('latin1') === 'DICM'
}

/** Where the first element stands: behind the preamble and DICM, or at the very beginning. */
function beginningOf(bytes: Uint8Array, where: string): number {
  if (hasPrefix(bytes, 128)) return 132
  if (hasPrefix(bytes, 0)) return 4
  if (isMeta(bytes, 0) || guessSyntax(bytes, 0) !== undefined) return 0
  throw dicomUnreadable(where, 'no DICOM data set')
}

function isMeta(bytes: Uint8Array, at: number): boolean {
  return bytes[at] === 2 && bytes[at + 1] === 0 && isKnownVr((bytes[at + 4]! << 8) | bytes[at + 5]!)
}

/** The announced transfer syntax, or, where none is announced, the one that the first element shows. */
function syntaxOf(meta: Dataset, bytes: Uint8Array, where: string): string {
  const announced = meta.elements.get('00020010')
  if (announced) {
    const { offset, length } = announced
    const uid = Buffer.from(bytes.subarray(offset, offset + length))
      .toString('latin1')
      .replace(/[\0 ]+$/, '')
    if (uid !== '') return uid
  }
  const guessed = guessSyntax(bytes, meta.end) ?? (canBeImplicit(bytes, meta.end) ? implicitLittleEndian : undefined)
  if (guessed === undefined) throw dicomUnreadable(where, 'no transfer syntax')
  return guessed
}

/** From an element of the groups 0003 to 0010, with which data sets begin. */
function guessSyntax(bytes: Uint8Array, at: number): string | undefined {
  if (bytes.length < at + 8) return undefined
  const isExplicit = isKnownVr((bytes[at + 4]! << 8) | bytes[at + 5]!)
  const isLittleEndian = bytes[at + 1] === 0 && bytes[at]! > 2 && bytes[at]! <= 0x10
  const isBigEndian = bytes[at] === 0 && bytes[at + 1]! > 2 && bytes[at + 1]! <= 0x10
  if (isBigEndian && isExplicit) return explicitBigEndian
  if (!isLittleEndian) return undefined
  if (isExplicit) return explicitLittleEndian
  return canBeImplicit(bytes, at) ? implicitLittleEndian : undefined
}

function canBeImplicit(bytes: Uint8Array, at: number): boolean {
  if (bytes.length < at + 8) return false
  const length = Buffer.from(bytes.subarray(at + 4, at + 8)).readUInt32LE()
  return length <= bytes.length - at - 8 || length === 0xffffffff
}

/** Whether the first element is written as in implicit syntaxes: for it to be explicit it would have no representation. */
function isWithoutVr(bytes: Uint8Array, at: number): boolean {
  return guessSyntax(bytes, at) === implicitLittleEndian
}

function inflatedAfter(bytes: Uint8Array, position: number, where: string): Buffer {
  try {
    const rest = inflateRawSync(bytes.subarray(position), { maxOutputLength: mostInflated })
    return Buffer.concat([bytes.subarray(0, position), rest])
  } catch (error) {
    const { code = '' } = error as NodeJS.ErrnoException
    const isTooLarge = code === 'ERR_BUFFER_TOO_LARGE'
    throw dicomUnreadable(where, isTooLarge ? `more than ${mostInflated} bytes when inflated` : 'damaged compression')
  }
}

function withMeta(meta: Dataset, dataset: Dataset): Dataset {
  const elements = new Map<string, Element>(meta.elements)
  for (const [tag, element] of dataset.elements) {
    if (elements.has(tag)) throw dicomUnreadable(dataset.where, `${printedTag(tag)} stands twice`)
    elements.set(tag, element)
  }
  return { ...dataset, elements }
}
