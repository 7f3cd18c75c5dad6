import { fileMeta } from '../deidentification/file-meta.ts'
import { elementBytes, elementHeader } from '../deidentification/write-elements.ts'
import { readDataset } from './read-dataset.ts'
import { explicitLittleEndian } from './transfer-syntaxes.ts'

const writing = { isExplicit: true, isBigEndian: false }

/** Of the object, its series and its study: UIDs that whoever sends it replaces. */
export interface ObjectUids {
  readonly study: string
  readonly series: string
  readonly instance: string
}

/** No day on which anything was recorded. */
const noDay = '20000101'

/**
 * Writes a file of DICOM PS3.10, explicit and little-endian, with what every composite object has: patient, dates and words are empty, or
 * stand for nothing.
 * @param own the elements of its kind, as `element` and the others make them, in any order
 * Source: DICOM PS3.3 C.7.1.1, C.7.2.1, C.7.3.1, C.7.5.1, C.12.1; PS3.10 7.1.
 */
export function writeObject(sopClass: string, modality: string, uids: ObjectUids, own: readonly Buffer[]): Buffer {
  const common = [
    ...[element('00080016', 'UI', sopClass), element('00080018', 'UI', uids.instance)],
    ...[element('00080020', 'DA', noDay), element('00080023', 'DA', noDay)],
    ...[element('00080030', 'TM', ''), element('00080033', 'TM', '000000'), element('00080050', 'SH', '')],
    ...[element('00080060', 'CS', modality), element('00080070', 'LO', ''), element('00080090', 'PN', '')],
    ...[element('00100010', 'PN', ''), element('00100020', 'LO', ''), element('00100030', 'DA', '')],
    ...[element('00100040', 'CS', ''), element('0020000D', 'UI', uids.study), element('0020000E', 'UI', uids.series)],
    ...[element('00200010', 'SH', ''), element('00200011', 'IS', '1')],
  ]
  const body = Buffer.concat([...common, ...own].sort((a, b) => tagOf(a) - tagOf(b)))
  const bare = Buffer.concat([Buffer.alloc(128), Buffer.from('DICM'), metaOf(sopClass, uids.instance), body])
  const dataset = readDataset(bare, 'object', { pixels: 'skip' })
  return Buffer.concat([fileMeta(dataset, uids.instance), body])
}

function tagOf(bytes: Buffer): number {
  return bytes.readUInt16LE(0) * 2 ** 16 + bytes.readUInt16LE(2)
}

/** Enough for the file to be read; the whole is written anew. */
function metaOf(sopClass: string, instance: string): Buffer {
  const elements = Buffer.concat([
    ...[element('00020002', 'UI', sopClass), element('00020003', 'UI', instance)],
    element('00020010', 'UI', explicitLittleEndian),
  ])
  const length = Buffer.alloc(4)
  length.writeUInt32LE(elements.length)
  return Buffer.concat([elementBytes('00020000', 'UL', length, writing), elements])
}

/** An element of text. @param value in Latin-1; padded to an even length */
export function element(tag: string, vr: string, value: string): Buffer {
  return elementBytes(tag, vr, Buffer.from(value, 'latin1'), writing)
}

/** An element of one number from 0 to 65,535 (US). */
export function short(tag: string, value: number): Buffer {
  const bytes = Buffer.alloc(2)
  bytes.writeUInt16LE(value)
  return elementBytes(tag, 'US', bytes, writing)
}

/** An element of one number from 0 to 2³² − 1 (UL). */
export function long(tag: string, value: number): Buffer {
  const bytes = Buffer.alloc(4)
  bytes.writeUInt32LE(value)
  return elementBytes(tag, 'UL', bytes, writing)
}

/** An element of other words, such as pixels of 16 bits. */
export function words(tag: string, value: Buffer): Buffer {
  return elementBytes(tag, 'OW', value, writing)
}

/** A sequence of items, each of them the bytes of its elements. */
export function sequence(tag: string, items: readonly Buffer[]): Buffer {
  const content = items.flatMap((item) => [elementHeader('FFFEE000', undefined, item.length, writing), item])
  const length = content.reduce((sum, piece) => sum + piece.length, 0)
  return Buffer.concat([elementHeader(tag, 'SQ', length, writing), ...content])
}

/** The elements of a coded concept. */
export function code(value: string, scheme: string, meaning: string): Buffer {
  return Buffer.concat([
    element('00080100', 'SH', value),
    element('00080102', 'SH', scheme),
    element('00080104', 'LO', meaning),
  ])
}

/** A decimal string has 16 characters at most: as many digits as fit. */
export function decimal(value: number): string {
  for (let digits = 17; digits > 1; digits -= 1) {
    const written = `${Number(value.toPrecision(digits))}`
    if (written.length <= 16) return written
  }
  return value.toExponential(6)
}
