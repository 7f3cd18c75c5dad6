import { createHash } from 'node:crypto'
import { defaultDeidentification } from './deidentification/default-options.ts'
import { headerDeidentifier } from './deidentification/headers/header-deidentifier.ts'
import { pseudonymiser } from './deidentification/pseudonyms.ts'
import { pixelHash } from './dicom/pixels/pixel-hash.ts'
import { readDataset } from './dicom/read-dataset.ts'
import { type FileBeside, noFiles } from './images/file-beside.ts'
import { isGzip } from './images/gzip-head.ts'
import { inflate } from './images/inflate.ts'
import { isVolume, voxelHash } from './images/voxel-hash.ts'
import { type FileFormat, sniffFormat } from './sniff-format.ts'

/** Photographs and volumes are compared without their texts, in which nothing of a key stands. */
const { clean } = headerDeidentifier(defaultDeidentification, pseudonymiser(new Uint8Array(32)))

/**
 * The SHA-256 by which a hospital finds the contents of a file again, whoever de-identified it: of the pixel data of a DICOM object as they are
 * encoded; of the voxels of a NIfTI, NRRD or MetaImage volume, as `voxelHash` has it; of a photograph without its texts; of any other file, a
 * signal file say, as it is. Undefined for a DICOM object without pixels.
 * @param where its name: what stands in errors, and after which the file with a NIfTI header's voxels is called
 * @param beside files of the same folder, of which one may hold a volume's voxels
 * @throws AssayError object-unreadable, image-unreadable, image-unsupported, deidentification-refused
 */
export function contentHash(bytes: Buffer, where: string, beside: FileBeside = noFiles): string | undefined {
  const format = sniffFormat(bytes)
  if (format === 'dicom') return pixelHash(readDataset(bytes, where, { pixels: 'keep' })) ?? undefined
  if (isVolume(format)) {
    const plain = isGzip(bytes) ? inflate(bytes, where) : bytes
    return voxelHash(withoutTexts(plain, format, where, beside), format, where)
  }
  const isPhotograph = format === 'png' || format === 'jpeg' || format === 'tiff'
  return hashOf(isPhotograph ? withoutTexts(bytes, format, where, beside) : bytes)
}

function withoutTexts(bytes: Buffer, format: FileFormat, where: string, beside: FileBeside): Buffer {
  return clean(bytes, { format, where, name: where, beside, patient: { issuer: '', id: '' } })
}

function hashOf(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex')
}
