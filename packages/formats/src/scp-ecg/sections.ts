import { AssayError } from '@assay/contracts'
import { scpChecksum } from './crc.ts'

/** The body of a section, without its header, and a view of it. */
export interface Section {
  readonly bytes: Uint8Array
  readonly view: DataView
  readonly where: string
}

/** Of CRC, number, length, versions and reserved bytes. */
const sectionHeader = 16
/** Of CRC and length, before the pointer section. */
const recordHeader = 6
/** Of number, length and place. */
const pointer = 10

/**
 * Finds the sections of an SCP-ECG record by its pointer section, and verifies the check sums of all.
 * @returns sections by their numbers; those of length 0 are not there
 * @throws AssayError record-unreadable, record-truncated
 * Source: EN 1064 (ISO 11073-91064), 5.2 and 5.3.
 */
export function readSections(bytes: Uint8Array, where: string): ReadonlyMap<number, Section> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  if (bytes.length < recordHeader + sectionHeader) throw unreadable(where, 'no SCP-ECG record')
  const length = view.getUint32(2, true)
  if (length > bytes.length) throw new AssayError('record-truncated', { where, expected: length, found: bytes.length })
  if (length < recordHeader + sectionHeader) throw unreadable(where, `a record of ${length} bytes`)
  const record = bytes.subarray(0, length)
  verify(record, view.getUint16(0, true), 'record', where)
  const pointers = sectionAt(
    record,
    { number: 0, at: recordHeader, length: view.getUint32(recordHeader + 4, true) },
    where,
  )
  const sections = new Map<number, Section>()
  for (let at = 0; at + pointer <= pointers.bytes.length; at += pointer) {
    const [number, size] = [pointers.view.getUint16(at, true), pointers.view.getUint32(at + 2, true)]
    const place = pointers.view.getUint32(at + 6, true)
    if (number === 0 || size === 0) continue
    if (sections.has(number)) throw unreadable(where, `section ${number} twice`)
    sections.set(number, sectionAt(record, { number, at: place - 1, length: size }, where))
  }
  return sections
}

function sectionAt(
  record: Uint8Array,
  { number, at, length }: { number: number; at: number; length: number },
  where: string,
): Section {
  if (at < 0 || length < sectionHeader || at + length > record.length)
    throw unreadable(where, `section ${number} outside the record`)
  const bytes = record.subarray(at, at + length)
  const view = new DataView(bytes.buffer, bytes.byteOffset, length)
  verify(bytes, view.getUint16(0, true), `section ${number}`, where)
  if (view.getUint16(2, true) !== number) throw unreadable(where, `section ${view.getUint16(2, true)} for ${number}`)
  const body = bytes.subarray(sectionHeader)
  return { bytes: body, view: new DataView(body.buffer, body.byteOffset, body.length), where }
}

function verify(bytes: Uint8Array, expected: number, what: string, where: string): void {
  const found = scpChecksum(bytes.subarray(2))
  if (found !== expected) throw unreadable(where, `check sum of the ${what}: ${found}, ${expected} is due`)
}

/** The record can not be read. */
export function unreadable(where: string, what: string): AssayError {
  return new AssayError('record-unreadable', { where, what })
}

/** The record is of a form that is not read. */
export function unsupported(where: string, what: string): AssayError {
  return new AssayError('record-unsupported', { where, what })
}

/** Refuses what lies beyond the section's end. */
export function need({ bytes, where }: Section, end: number, what: string): void {
  if (end > bytes.length) throw unreadable(where, `${what} beyond the end of its section`)
}
