import type { Category } from '../category.ts'

/** CT of the liver, as DICOM. It can be taken in and indexed; no device is asked for anything yet. */
export const liverCt: Category = { id: 'liver-ct', modalities: ['CT'], tasks: [] }
