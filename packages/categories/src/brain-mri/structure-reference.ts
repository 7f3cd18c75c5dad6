import { AssayError } from '@assay/contracts'
import { gridDistance, type ImageDecoders, readVolume, skewOf, type Volume, writeMetaImage } from '@assay/formats'
import type { CaseFile, ReferencedImages } from '../category.ts'
import { volumeOfCase } from '../volume-of-case.ts'
import { mostLabel } from './structures.ts'

/**
 * A T1 volume is a case; `labels` names the file with the labels of its structures (NIfTI, NRRD, MetaImage or DICOM SEG), on the volume's
 * own grid: 1 grey matter, 2 white matter, 0 everything else. It is kept as MetaImage, which holds nothing but grid and labels.
 */
export const labelledBrains: ReferencedImages = {
  unit: 'series',
  columns: { required: ['labels'], optional: [] },
  files: ['labels'],
  readReference({ image, lines }, read) {
    const [line, ...others] = lines
    const path = line?.labels ?? ''
    if (others.length > 0 || path === '') {
      const what = others.length > 0 ? `${lines.length} lines` : 'no file with labels'
      throw new AssayError('reference-invalid', { where: image, what })
    }
    const { values, ...grid } = readVolume(read(path), path)
    if (skewOf(grid.affine) > mostSkew) throw new AssayError('reference-invalid', { where: image, what: skewed })
    return { extension: 'mha', bytes: writeMetaImage({ ...grid, values: labelsOf(values, image) }) }
  },
}

function labelsOf(values: Volume['values'], where: string): Uint8Array {
  const odd = values.findIndex((value) => !(Number.isInteger(value) && value >= 0 && value <= mostLabel))
  if (odd >= 0) throw new AssayError('reference-invalid', { where, what: `a label that is none of 0 to ${mostLabel}` })
  return Uint8Array.from(values)
}

/** The labels of a case. @throws AssayError reference-invalid, image-unreadable */
export function referenceOf(files: readonly CaseFile[]): Volume {
  const file = files.find(({ role }) => role === 'reference')
  if (!file) throw new AssayError('reference-invalid', { where: 'reference.mha', what: 'no labels' })
  return readVolume(file.bytes, file.name)
}

/** Containers get MetaImage, which has no words for axes that are not at right angles. */
const mostSkew = 1e-3
const skewed = 'axes that are not at right angles'

/** How far voxels of image and labels may lie apart: this part of the shortest side of a voxel. */
const tolerance = 0.05

/** Checks that image and labels can be read and lie on one grid. @throws AssayError image-…, dicom-…, reference-invalid */
export async function checkBrainCase(files: readonly CaseFile[], decoders: ImageDecoders): Promise<void> {
  const [image, labels] = [await volumeOfCase(files, decoders), referenceOf(files)]
  if (skewOf(image.affine) > mostSkew) throw new AssayError('image-unsupported', { where: 'image', what: skewed })
  const distance = gridDistance(image, labels)
  if (distance !== undefined && distance <= tolerance * Math.min(...image.spacing)) return
  const what = 'the labels do not lie on the grid of the image'
  throw new AssayError('reference-invalid', { where: 'labels', what })
}
