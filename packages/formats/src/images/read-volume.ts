import { AssayError } from '@assay/contracts'
import { readSeg } from '../dicom/read-seg.ts'
import { type FileFormat, sniffFormat } from '../sniff-format.ts'
import { type FileBeside, noFiles } from './file-beside.ts'
import { readMetaImage, readMetaImageHeader } from './read-metaimage.ts'
import { readNifti, readNiftiHeader } from './read-nifti.ts'
import { readNrrd, readNrrdHeader } from './read-nrrd.ts'
import type { Volume } from './volume.ts'
import type { VolumeHeader } from './voxel-place.ts'

/** Endings that volumes' names usually have, by which they are found in a folder. */
export const volumeExtension = /\.(nii|nii\.gz|hdr|nrrd|nhdr|mha|mhd|dcm)$/i

const readers: Readonly<Partial<Record<FileFormat, (bytes: Uint8Array, file: string, beside: FileBeside) => Volume>>> =
  { nifti: readNifti, nrrd: readNrrd, metaimage: readMetaImage, dicom: readSeg }

/** Readers of headers whose voxels may be read a part at a time. */
export const volumeHeaders: Readonly<Partial<Record<FileFormat, (head: Uint8Array, file: string) => VolumeHeader>>> = {
  nifti: readNiftiHeader,
  nrrd: readNrrdHeader,
  metaimage: readMetaImageHeader,
}

/**
 * Reads a volume by what its bytes say that it is, whatever it is called; of DICOM, segmentations.
 * @param file its name, for errors, and for the file beside a NIfTI header, which is called alike
 * @param beside bytes of the files in the same folder, for headers whose voxels are elsewhere
 * @throws AssayError image-unreadable, image-unsupported, dicom-unreadable
 */
export function readVolume(bytes: Uint8Array, file: string, beside: FileBeside = noFiles): Volume {
  const format = sniffFormat(bytes)
  const read = format && readers[format]
  if (read) return read(bytes, file, beside)
  const what = `${format ?? 'nothing that is known'}; NIfTI, NRRD, MetaImage and DICOM segmentations are read`
  throw new AssayError('image-unsupported', { where: file, what })
}
