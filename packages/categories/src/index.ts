export {
  type CaseFile,
  type Category,
  type CategoryTask,
  type FileRole,
  type GeneratedCase,
  type ListedCase,
  type ListedReference,
  type OutputFailure,
  type ReferencedImages,
  type TemplateLanguage,
  templateLanguages,
} from './category.ts'
export { generateHospital } from './ecg/generate/generate-hospital.ts'
export type { GeneratedFile } from './ecg/generate/generate-record.ts'
export type { StatedCharacteristics } from './patients-columns.ts'
export { type ListedPatient, patientOf, patientsTable, readPatientsTable } from './patients-table.ts'
export { readResult } from './read-result.ts'
export { readReferenceTable, referenceFiles, referenceTable } from './reference-table.ts'
export { categories, findCategory, findTask } from './registry.ts'
export { taskOf } from './task-of.ts'
