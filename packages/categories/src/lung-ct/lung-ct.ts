import type { Category } from '../category.ts'

/** Chest CT, as DICOM. It can be taken in and indexed; no device is asked for anything yet. */
export const lungCt: Category = { id: 'lung-ct', modalities: ['CT'], tasks: [] }
