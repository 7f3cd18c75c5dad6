export type { CaseFile, Category, CategoryTask, FileRole, ListedCase, OutputFailure } from './category.ts'
export { type GeneratedFile, generateHospital } from './ecg/generate/generate-hospital.ts'
export { type ListedPatient, patientOf, patientsTable, readPatientsTable } from './patients-table.ts'
export { categories, findCategory, findTask } from './registry.ts'
