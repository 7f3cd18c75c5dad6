import type { Category } from '../category.ts'
import { checkChestCase } from './check-chest-case.ts'
import { noduleDetection } from './nodule-detection.ts'
import { describeNoduleLabels } from './nodules/describe-nodule-labels.ts'
import { noduleReference } from './nodules/nodule-reference.ts'

/** Chest CT, as DICOM or as volumes of prepared sets, with nodules that readers agreed on. */
export const lungCt: Category = {
  id: 'lung-ct',
  modalities: ['CT'],
  tasks: [noduleDetection],
  referencedImages: noduleReference,
  checkCase: checkChestCase,
  describeLabels: describeNoduleLabels,
}
