import type { Photograph } from '../photographs/photograph.ts'
import { code, decimal, element, type ObjectUids, sequence, short, words, writeObject } from './write-object.ts'

/** Ophthalmic Photography 8 Bit and 16 Bit Image Storage. */
const sopClasses = { 8: '1.2.840.10008.5.1.4.1.1.77.1.5.1', 16: '1.2.840.10008.5.1.4.1.1.77.1.5.2' } as const

/**
 * Writes a photograph of the fundus as a DICOM Ophthalmic Photography object, uncompressed: what it was taken with is not known, and said
 * to be unknown or left empty.
 * Source: DICOM PS3.3 A.41, A.42, C.8.17.2, C.8.17.5.
 */
export function writeOphthalmicPhotograph(photograph: Photograph, uids: ObjectUids): Buffer {
  const { width, height, channels, bitsStored, pixelSpacing } = photograph
  const allocated = bitsStored > 8 ? 16 : 8
  return writeObject(sopClasses[allocated], 'OP', uids, [
    ...[element('00080008', 'CS', 'ORIGINAL\\PRIMARY\\\\COLOR'), element('0008002A', 'DT', '20000101000000')],
    ...[element('00200013', 'IS', '1'), element('00200062', 'CS', ''), element('00200020', 'CS', '')],
    ...[short('00280002', channels), element('00280004', 'CS', channels === 3 ? 'RGB' : 'MONOCHROME2')],
    ...(channels === 3 ? [short('00280006', 0)] : []),
    ...[element('00280008', 'IS', '1'), short('00280010', height), short('00280011', width)],
    ...(pixelSpacing ? [element('00280030', 'DS', pixelSpacing.map(decimal).join('\\'))] : []),
    ...[short('00280100', allocated), short('00280101', bitsStored), short('00280102', bitsStored - 1)],
    ...[short('00280103', 0), element('00280301', 'CS', 'NO'), element('00282110', 'CS', '00')],
    ...[sequence('00220015', [code('409898007', 'SCT', 'Fundus camera')]), sequence('00220016', [])],
    ...[element('00220005', 'CS', ''), sequence('00220017', []), sequence('00220018', [])],
    words('7FE00010', littleEndian(photograph)),
  ])
}

function littleEndian({ values, bitsStored }: Photograph): Buffer {
  if (bitsStored <= 8) return Buffer.from(values)
  const bytes = Buffer.alloc(2 * values.length)
  values.forEach((value, i) => {
    bytes.writeUInt16LE(value, 2 * i)
  })
  return bytes
}
