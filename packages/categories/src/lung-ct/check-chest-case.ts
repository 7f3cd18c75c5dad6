import { AssayError } from '@assay/contracts'
import { type ImageDecoders, skewOf, type Volume } from '@assay/formats'
import type { CaseFile } from '../category.ts'
import { chestOf } from './chest-image.ts'
import { nodulesOf } from './nodules/lesions-of.ts'
import type { Point } from './nodules/nodule.ts'

/** Voxels by which a centre may lie outside the first or the last: readers mark the middle of a nodule that is cut off. */
const mostOutside = 1

/**
 * Checks that a chest CT can be read, is one, and that its findings lie in it.
 * @throws AssayError image-…, dicom-…, reference-…
 */
export async function checkChestCase(files: readonly CaseFile[], decoders: ImageDecoders): Promise<void> {
  const chest = await chestOf(files, decoders)
  const where = 'image'
  if (chest.size[2] < 2) throw new AssayError('image-unsupported', { where, what: 'a single slice' })
  if (skewOf(chest.affine) > 1e-3)
    throw new AssayError('image-unsupported', { where, what: 'axes that are not at right angles' })
  if (!(chest.values instanceof Int16Array))
    throw new AssayError('image-unsupported', { where, what: 'values that are no Hounsfield units' })
  const nodules = nodulesOf(files)
  const stray = nodules.findIndex(({ centre }) => !isInside(chest, centre))
  if (stray >= 0)
    throw new AssayError('reference-invalid', {
      where: 'image',
      what: `finding ${stray + 1} of ${nodules.length} lies outside the image`,
    })
}

/** Axes are at right angles: a place along each is a projection. */
function isInside({ size, spacing, affine }: Volume, [left, posterior, superior]: Point): boolean {
  const from = [-left - affine[0][3], -posterior - affine[1][3], superior - affine[2][3]]
  return ([0, 1, 2] as const).every((axis) => {
    const along = from.reduce((sum, value, row) => sum + value * affine[row as 0 | 1 | 2][axis], 0) / spacing[axis] ** 2
    return along >= -mostOutside && along <= size[axis] - 1 + mostOutside
  })
}
