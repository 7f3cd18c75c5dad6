import type { Category } from '../category.ts'
import { photographOfCase } from './photograph-of-case.ts'
import { referableRetinopathy } from './referable-retinopathy.ts'
import { describeGrades, gradedPhotographs, referenceOf } from './retinopathy-reference.ts'

/** Photographs of the fundus, as DICOM, PNG, JPEG or TIFF, graded by a reading centre. */
export const ophthalmology: Category = {
  id: 'ophthalmology',
  modalities: ['OP', 'XC'],
  tasks: [referableRetinopathy],
  referencedImages: gradedPhotographs,
  async checkCase(files, decoders) {
    referenceOf(files)
    await photographOfCase(files, decoders)
  },
  describeLabels: describeGrades,
}
