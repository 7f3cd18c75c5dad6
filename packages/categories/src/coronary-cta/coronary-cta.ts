import type { Category } from '../category.ts'

/** CT angiography of the coronary arteries, as DICOM. It can be taken in and indexed; no device is asked for anything yet. */
export const coronaryCta: Category = { id: 'coronary-cta', modalities: ['CT'], tasks: [] }
