import type { Category } from '../category.ts'

/** MRI of the heart, also as cine, as DICOM. It can be taken in and indexed; no device is asked for anything yet. */
export const cardiacMri: Category = { id: 'cardiac-mri', modalities: ['MR'], tasks: [] }
