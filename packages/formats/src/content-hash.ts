import { createHash } from 'node:crypto'
import { defaultDeidentification } from './deidentification/default-options.ts'
import { headerDeidentifier } from './deidentification/headers/header-deidentifier.ts'
import { pseudonymiser } from './deidentification/pseudonyms.ts'
import { pixelHash } from './dicom/pixels/pixel-hash.ts'
import { readDataset } from './dicom/read-dataset.ts'
import { sniffFormat } from './sniff-format.ts'

/** Photographs are compared without their texts, in which nothing of a key stands. */
const { clean } = headerDeidentifier(defaultDeidentification, pseudonymiser(new Uint8Array(32)))

/**
 * The SHA-256 by which a hospital finds the contents of a file again, whoever de-identified it: of the pixel data of a DICOM object as they are
 * encoded; of a photograph without its texts; of any other file, a signal file say, as it is. Undefined for a DICOM object without pixels.
 * @throws AssayError object-unreadable, image-unreadable, image-unsupported, deidentification-refused
 */
export function contentHash(bytes: Buffer, where: string): string | undefined {
  const format = sniffFormat(bytes)
  if (format === 'dicom') return pixelHash(readDataset(bytes, where, { pixels: 'keep' })) ?? undefined
  const isPhotograph = format === 'png' || format === 'jpeg' || format === 'tiff'
  return hashOf(isPhotograph ? clean(bytes, { format, where, patient: { issuer: '', id: '' } }) : bytes)
}

function hashOf(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex')
}
