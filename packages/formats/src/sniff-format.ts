import { isGzip, unzippedHead } from './images/gzip-head.ts'

/** What a file is, by its bytes; `dicom` for DICOM Part 10. */
export type FileFormat =
  | 'dicom'
  | 'nifti'
  | 'analyze'
  | 'nrrd'
  | 'metaimage'
  | 'wfdb-header'
  | 'scp-ecg'
  | 'aecg'
  | 'png'
  | 'jpeg'
  | 'tiff'

/** Bytes of a file's beginning that are looked at; an XML document's root stands within them. */
const headLength = 4096

/**
 * Says what a file is by its bytes, never by its name; undefined for what is none of these. A gzipped file is what is inside it.
 * An answer is where to start reading, and promises nothing: the reader of that format decides.
 * @param bytes the file, or its first 4 096 bytes
 */
export function sniffFormat(bytes: Uint8Array): FileFormat | undefined {
  const given = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.length, headLength))
  const head = isGzip(given) ? (unzippedHead(given) ?? Buffer.alloc(0)).subarray(0, headLength) : given
  return signatures.find(({ matches }) => matches(head))?.format
}

const at = (offset: number, text: string) => (head: Buffer) =>
  head.toString('latin1', offset, offset + text.length) === text
const either =
  (...ways: ((head: Buffer) => boolean)[]) =>
  (head: Buffer) =>
    ways.some((matches) => matches(head))

const isNifti = (length: number, magic: number, size: number) => (head: Buffer) =>
  head.length >= length &&
  (head.readInt32LE(0) === length || head.readInt32BE(0) === length) &&
  new RegExp(`^n[i+]${size}\\0`).test(head.toString('latin1', magic, magic + 4))

/** ANALYZE 7.5, which NIfTI grew out of: a header of the same length without its magic word. */
const isAnalyze = (head: Buffer) =>
  head.length >= 348 &&
  [head.readInt32LE(0), head.readInt32BE(0)].includes(348) &&
  [head.readInt16LE(40), head.readInt16BE(40)].some((dimensions) => dimensions >= 1 && dimensions <= 7) &&
  head.readUInt32LE(344) === 0

/** A record's line: a name, perhaps its segments, the number of signals, and perhaps numbers after it. */
const recordLine = /^[A-Za-z0-9_]+(?:\/\d+)? +\d{1,3}(?: +[\d.:/()+ -]*)?$/

function isWfdbHeader(head: Buffer): boolean {
  const lines = head.toString('latin1').split('\n', 64)
  const first = lines.map((line) => line.trim()).find((line) => line !== '' && !line.startsWith('#'))
  return first !== undefined && recordLine.test(first)
}

/** The first that matches is the answer, so that what could be mistaken stands last. */
const signatures: readonly { format: FileFormat; matches: (head: Buffer) => boolean }[] = [
  { format: 'dicom', matches: at(128, 'DICM') },
  { format: 'png', matches: at(0, '\x89PNG\r\n\x1a\n') },
  { format: 'jpeg', matches: at(0, '\xff\xd8\xff') },
  { format: 'tiff', matches: either(at(0, 'II*\0'), at(0, 'MM\0*'), at(0, 'II+\0'), at(0, 'MM\0+')) },
  { format: 'nifti', matches: either(isNifti(348, 344, 1), isNifti(540, 4, 2)) },
  { format: 'analyze', matches: isAnalyze },
  { format: 'nrrd', matches: (head) => /^NRRD000[1-5]\r?\n/.test(head.toString('latin1', 0, 16)) },
  { format: 'scp-ecg', matches: at(16, 'SCPECG') },
  { format: 'aecg', matches: (head) => /<(?:\w+:)?AnnotatedECG[\s>]/.test(head.toString('latin1')) },
  { format: 'metaimage', matches: (head) => /^\s*ObjectType\s*=\s*Image\b/i.test(head.toString('latin1')) },
  { format: 'wfdb-header', matches: isWfdbHeader },
]
