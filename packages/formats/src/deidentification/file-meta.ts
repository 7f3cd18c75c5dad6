import { type Dataset, dicomUnreadable } from '../dicom/dataset.ts'
import { explicitLittleEndian, transferSyntaxOf } from '../dicom/transfer-syntaxes.ts'
import { text } from '../dicom/values.ts'
import { elementBytes } from './write-elements.ts'

/** Ours, of all files that this code writes (PS3.7 D.3.3.2); from a UUID, as PS3.5 B.2 has it. */
const implementationClass = '2.25.213429038000702232901325480374453316159'

const meta = { isExplicit: true, isBigEndian: false }

/**
 * A new preamble of zeros and new meta information: class and UID of the object, transfer syntax, and who wrote it. Nothing of the old ones
 * stays: not the preamble, not the application entities, not the private information. What was deflated is written inflated.
 * Source: DICOM PS3.10 7.1.
 */
export function fileMeta(dataset: Dataset, sopInstance: string): Buffer {
  const sopClass = text(dataset, '00080016') ?? text(dataset, '00020002')
  if (sopClass === undefined || !/^[\d.]+$/.test(sopClass)) {
    throw dicomUnreadable(dataset.where, 'no SOP Class UID (0008,0016)')
  }
  const syntax = transferSyntaxOf(dataset.syntax).isDeflated ? explicitLittleEndian : dataset.syntax
  const elements = Buffer.concat([
    elementBytes('00020001', 'OB', Buffer.from([0, 1]), meta),
    elementBytes('00020002', 'UI', Buffer.from(sopClass), meta),
    elementBytes('00020003', 'UI', Buffer.from(sopInstance), meta),
    elementBytes('00020010', 'UI', Buffer.from(syntax), meta),
    elementBytes('00020012', 'UI', Buffer.from(implementationClass), meta),
    elementBytes('00020013', 'SH', Buffer.from('ASSAY_1'), meta),
  ])
  const length = Buffer.alloc(4)
  length.writeUInt32LE(elements.length)
  const prefix = Buffer.concat([Buffer.alloc(128), Buffer.from('DICM')])
  return Buffer.concat([prefix, elementBytes('00020000', 'UL', length, meta), elements])
}
