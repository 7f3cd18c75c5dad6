import { AssayError } from '@assay/contracts'

/** Bytes from `offset` on. */
export interface Span {
  readonly offset: number
  readonly length: number
}

/** One element of a data set. Offsets count in the data set's `bytes`. */
export interface Element {
  /** Eight upper-case hexadecimal digits: 00100010. */
  readonly tag: string
  /** Two letters; those of the dictionary where the transfer syntax leaves them out, UN where nobody knows. */
  readonly vr: string
  /** Where the header begins. */
  readonly start: number
  /** Where the value begins. */
  readonly offset: number
  /** Bytes of the value; up to its delimiter where the length is undefined. */
  readonly length: number
  /** Where the next element begins. */
  readonly end: number
  readonly hasUndefinedLength: boolean
  /** Of a sequence. */
  readonly items?: readonly Dataset[]
  /** Of encapsulated pixel data: the offset table, which may be empty, and the fragments after it. */
  readonly fragments?: readonly Span[]
}

/** A data set: of a file, or of an item of a sequence. */
export interface Dataset {
  /** The file, inflated behind its meta information where its transfer syntax is deflated. */
  readonly bytes: Uint8Array
  /** The file's name, for errors. */
  readonly where: string
  /** UID of the transfer syntax. */
  readonly syntax: string
  /** How the elements are written; those of group 0002 always explicit and little-endian. */
  readonly isExplicit: boolean
  readonly isBigEndian: boolean
  /** Specific Character Set, of the item or of what it lies in. */
  readonly characterSets: readonly string[]
  /** Where its first element begins, and where its last one ends. */
  readonly offset: number
  readonly end: number
  /** In the file's order, those of the meta information first. */
  readonly elements: ReadonlyMap<string, Element>
}

/** A tag as the standard prints it: (0010,0010). */
export function printedTag(tag: string): string {
  return `(${tag.slice(0, 4)},${tag.slice(4)})`
}

/** The refusal of bytes that break DICOM's own rules. */
export function dicomUnreadable(where: string, what: string): AssayError {
  return new AssayError('dicom-unreadable', { where, what })
}

/** Items of a sequence; none where it is empty or absent. */
export function items(dataset: Dataset | undefined, tag: string): readonly Dataset[] {
  return dataset?.elements.get(tag)?.items ?? []
}

/** Bytes of an element's value, not copied; undefined where there is none. */
export function valueBytes(dataset: Dataset, tag: string): Uint8Array | undefined {
  const element = dataset.elements.get(tag)
  return element && dataset.bytes.subarray(element.offset, element.offset + element.length)
}

/** The refusal of what DICOM allows and nothing here reads. */
export function dicomUnsupported(where: string, what: string): AssayError {
  return new AssayError('dicom-unsupported', { where, what })
}
