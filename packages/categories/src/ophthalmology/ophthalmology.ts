import type { Category } from '../category.ts'

/** Photographs of the fundus, as DICOM. It can be taken in and indexed; no device is asked for anything yet. */
export const ophthalmology: Category = { id: 'ophthalmology', modalities: ['OP', 'XC'], tasks: [] }
