import type { Category } from '../category.ts'

/** CT of fractures, as DICOM. It can be taken in and indexed; no device is asked for anything yet. */
export const fractureCt: Category = { id: 'fracture-ct', modalities: ['CT'], tasks: [] }
