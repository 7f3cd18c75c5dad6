import type { Dataset } from '../dicom/dataset.ts'
import { isShortVr } from '../dicom/vr.ts'

/** How elements are written. */
export type Writing = Pick<Dataset, 'isExplicit' | 'isBigEndian'>

const shortest = 2 ** 16 - 2

/** Whether a value fits its header: short representations of explicit syntaxes have lengths of two bytes. */
export function fits(vr: string, length: number, { isExplicit }: Writing): boolean {
  return !isExplicit || !isShort(vr) || length <= shortest
}

function isShort(vr: string): boolean {
  return isShortVr((vr.charCodeAt(0) << 8) | vr.charCodeAt(1))
}

function writeTag(header: Buffer, tag: string, isBigEndian: boolean): void {
  const [group, element] = [Number.parseInt(tag.slice(0, 4), 16), Number.parseInt(tag.slice(4), 16)]
  if (isBigEndian) {
    header.writeUInt16BE(group, 0)
    header.writeUInt16BE(element, 2)
  } else {
    header.writeUInt16LE(group, 0)
    header.writeUInt16LE(element, 2)
  }
}

/** Header of an element or, without a representation, of an item. Source: DICOM PS3.5 7.1.2, 7.1.3, 7.5. */
export function elementHeader(tag: string, vr: string | undefined, length: number, writing: Writing): Buffer {
  const { isExplicit, isBigEndian } = writing
  const isPlain = !isExplicit || vr === undefined
  const header = Buffer.alloc(isPlain || isShort(vr) ? 8 : 12)
  writeTag(header, tag, isBigEndian)
  if (!isPlain) header.write(vr, 4, 'latin1')
  if (!isPlain && isShort(vr)) {
    if (isBigEndian) header.writeUInt16BE(length, 6)
    else header.writeUInt16LE(length, 6)
  } else if (isBigEndian) header.writeUInt32BE(length, header.length - 4)
  else header.writeUInt32LE(length, header.length - 4)
  return header
}

/** A value, of even length: UIDs and bytes are padded with zero, texts with a space. */
export function padded(vr: string, value: Buffer): Buffer {
  if (value.length % 2 === 0) return value
  const isText = !['UI', 'OB', 'UN'].includes(vr)
  return Buffer.concat([value, Buffer.from([isText ? 0x20 : 0])])
}

/** An element, whole. */
export function elementBytes(tag: string, vr: string, value: Buffer, writing: Writing): Buffer {
  const even = padded(vr, value)
  return Buffer.concat([elementHeader(tag, vr, even.length, writing), even])
}
