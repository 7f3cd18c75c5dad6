import type { Category } from '../category.ts'
import { beatClassification } from './beat-classification.ts'
import { checkEcgCase } from './check-ecg-case.ts'
import { describeBeatLabels } from './labels/describe-beat-labels.ts'
import { listEcgCases } from './list-ecg-cases.ts'

/** Electrocardiograms: WFDB records with annotations by cardiologists. */
export const ecg: Category = {
  id: 'ecg',
  modalities: ['ECG'],
  tasks: [beatClassification],
  listCases: listEcgCases,
  checkCase: checkEcgCase,
  describeLabels: describeBeatLabels,
}
