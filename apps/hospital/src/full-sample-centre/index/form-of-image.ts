import { AssayError } from '@assay/contracts'
import { type PhotographPool, readNiftiCine, readVolume, sniffFormat } from '@assay/formats'
import type { Form } from '@assay/governance'

/**
 * Voxels or pixels of a stored image that is no DICOM: volumes by our own readers, photographs decoded in processes that may die.
 * @throws AssayError image-unreadable, image-unsupported
 */
export async function formOfImage(
  bytes: Uint8Array,
  file: string,
  photographs: PhotographPool,
): Promise<Form | undefined> {
  switch (sniffFormat(bytes)) {
    case 'nifti':
      return formOfNifti(bytes, file)
    case 'nrrd':
    case 'metaimage':
      return { kind: 'volume', volume: readVolume(bytes, file) }
    case 'png':
    case 'jpeg':
    case 'tiff':
      return { kind: 'photographs', photographs: [await photographs.read(bytes, file)] }
    default:
      return undefined
  }
}

/** A volume; or, where it has a fourth dimension, a volume over time. */
function formOfNifti(bytes: Uint8Array, file: string): Form {
  try {
    return { kind: 'volume', volume: readVolume(bytes, file) }
  } catch (error) {
    if (!(error instanceof AssayError) || error.code !== 'image-unsupported') throw error
    return { kind: 'cine', cine: readNiftiCine(bytes, file) }
  }
}
