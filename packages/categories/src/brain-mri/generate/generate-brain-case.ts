import { writeMetaImage } from '@assay/formats'
import { drawsOf } from '@assay/statistics'
import type { GeneratedCase } from '../../category.ts'
import { drawBrain } from './brain.ts'

/** A T1 volume of a head that nobody has, with the labels that it was drawn by: the same seed and index give the same bytes. */
export function generateBrainCase(seed: number, index: number): GeneratedCase {
  const { image, labels } = drawBrain(drawsOf(seed, index))
  const name = `generated-${index + 1}`
  return {
    patient: name,
    name,
    files: [
      { name: 'image.mha', role: 'image', bytes: writeMetaImage(image) },
      { name: 'reference.mha', role: 'reference', bytes: writeMetaImage(labels) },
    ],
  }
}
