import { AssayError } from '@assay/contracts'
import { readNifti } from './read-nifti.ts'
import { readNrrd } from './read-nrrd.ts'
import type { Volume } from './volume.ts'

/** Reads a volume by its file's name: `.nii`, `.nii.gz`, `.nrrd`. @throws AssayError image-unreadable, image-unsupported */
export function readVolume(bytes: Uint8Array, file: string): Volume {
  if (/\.nii(\.gz)?$/i.test(file)) return readNifti(bytes, file)
  if (/\.nrrd$/i.test(file)) return readNrrd(bytes, file)
  throw new AssayError('image-unsupported', { where: file, what: 'the extension; .nii, .nii.gz and .nrrd are read' })
}
