import type { Category } from '../category.ts'
import { describeStructureLabels } from './describe-structure-labels.ts'
import { checkBrainCase, labelledBrains } from './structure-reference.ts'
import { structureSegmentation } from './structure-segmentation.ts'

/** MRI of the brain, as DICOM, NIfTI, NRRD or MetaImage, with labels of its structures by experts. */
export const brainMri: Category = {
  id: 'brain-mri',
  modalities: ['MR'],
  tasks: [structureSegmentation],
  referencedImages: labelledBrains,
  checkCase: checkBrainCase,
  describeLabels: describeStructureLabels,
}
