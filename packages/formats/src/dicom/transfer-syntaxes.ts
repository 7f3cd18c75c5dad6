/** How a transfer syntax writes a data set, and how its pixels are compressed. */
export interface TransferSyntax {
  readonly isExplicit: boolean
  readonly isBigEndian: boolean
  readonly isDeflated: boolean
  /** Of pixel data; undefined for native ones. */
  readonly codec: Codec | undefined
}

export type Codec = 'rle' | 'jpeg-8' | 'jpeg-12' | 'jpeg-lossless' | 'jpeg-ls' | 'jpeg-2000' | 'htj2k'

const native = { isExplicit: true, isBigEndian: false, isDeflated: false, codec: undefined }
const encapsulated = (codec: Codec | undefined): TransferSyntax => ({ ...native, codec })

export const implicitLittleEndian = '1.2.840.10008.1.2'
export const explicitLittleEndian = '1.2.840.10008.1.2.1'
export const explicitBigEndian = '1.2.840.10008.1.2.2'

/** Source: DICOM PS3.5 annex A and PS3.6 table A-1. */
const transferSyntaxes: Readonly<Record<string, TransferSyntax>> = {
  [implicitLittleEndian]: { ...native, isExplicit: false },
  [explicitLittleEndian]: native,
  [explicitBigEndian]: { ...native, isBigEndian: true },
  '1.2.840.10008.1.2.1.99': { ...native, isDeflated: true },
  '1.2.840.10008.1.2.5': encapsulated('rle'),
  '1.2.840.10008.1.2.4.50': encapsulated('jpeg-8'),
  '1.2.840.10008.1.2.4.51': encapsulated('jpeg-12'),
  '1.2.840.10008.1.2.4.57': encapsulated('jpeg-lossless'),
  '1.2.840.10008.1.2.4.70': encapsulated('jpeg-lossless'),
  '1.2.840.10008.1.2.4.80': encapsulated('jpeg-ls'),
  '1.2.840.10008.1.2.4.81': encapsulated('jpeg-ls'),
  '1.2.840.10008.1.2.4.90': encapsulated('jpeg-2000'),
  '1.2.840.10008.1.2.4.91': encapsulated('jpeg-2000'),
  '1.2.840.10008.1.2.4.201': encapsulated('htj2k'),
  '1.2.840.10008.1.2.4.202': encapsulated('htj2k'),
  '1.2.840.10008.1.2.4.203': encapsulated('htj2k'),
}

/** A transfer syntax by its UID. Those that are not in the table are explicit and little-endian, as every newer one is (PS3.5 A.4). */
export function transferSyntaxOf(uid: string): TransferSyntax {
  return transferSyntaxes[uid] ?? native
}
