import type { Category } from '../category.ts'

/** MRI of the brain, as DICOM. It can be taken in and indexed; no device is asked for anything yet. */
export const brainMri: Category = { id: 'brain-mri', modalities: ['MR'], tasks: [] }
