export { compareLabel, failedComparison, type LabelComparison } from './compare-label.ts'
export type { LabelVolume } from './label-volume.ts'
export { compareLesions, type LesionWise } from './lesion-wise.ts'
