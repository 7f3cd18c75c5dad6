import { AssayError } from '@assay/contracts'
import { readSeg } from '../dicom/read-seg.ts'
import { type FileBeside, noFiles } from './file-beside.ts'
import { readMetaImage } from './read-metaimage.ts'
import { readNifti } from './read-nifti.ts'
import { readNrrd } from './read-nrrd.ts'
import type { Volume } from './volume.ts'

/** Endings of the names of volumes that can be read. */
export const volumeExtension = /\.(nii|nii\.gz|hdr|nrrd|nhdr|mha|mhd|dcm)$/i

/**
 * Reads a volume by its file's name; of DICOM, segmentations.
 * @param beside bytes of the files in the same folder, for headers whose voxels are elsewhere
 * @throws AssayError image-unreadable, image-unsupported, dicom-unreadable
 */
export function readVolume(bytes: Uint8Array, file: string, beside: FileBeside = noFiles): Volume {
  const [, extension = ''] = volumeExtension.exec(file) ?? []
  switch (extension.toLowerCase()) {
    case 'nii':
    case 'nii.gz':
    case 'hdr':
      return readNifti(bytes, file, beside)
    case 'nrrd':
    case 'nhdr':
      return readNrrd(bytes, file, beside)
    case 'mha':
    case 'mhd':
      return readMetaImage(bytes, file, beside)
    case 'dcm':
      return readSeg(bytes, file)
    default:
      throw new AssayError('image-unsupported', {
        ...{ where: file, what: 'the extension; .nii, .nii.gz, .hdr, .nrrd, .nhdr, .mha, .mhd and .dcm are read' },
      })
  }
}
