import { lstatSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { AssayError } from '@assay/contracts'
import { type PatientsRow, readPatientsRows } from './patients-columns.ts'

/** Whose a record or a file is. */
export type ListedPatient = Omit<PatientsRow, 'path'>

/** The table's name in a folder. */
export const patientsTable = 'patients.tsv'

/**
 * Whose everything in a folder is, as its `patients.tsv` says: a line a record, a file, or a folder with all that lies in it; its path,
 * tab, the patient's pseudonym, and, where hospitals are to find the patients that they share, tab, issuer:number, e.g.
 * `resident-identity:…`. With a first line that names its columns it may say sex, and age or the years of birth and examination, too.
 * Undefined where there is no table.
 * @throws AssayError patients-table-invalid (`line`, `column`), also where two lines contradict each other about a path or a patient's sex
 */
export function readPatientsTable(folder: string): Map<string, ListedPatient> | undefined {
  const file = join(folder, patientsTable)
  if (!isFile(file)) return undefined
  const patients = new Map<string, ListedPatient>()
  const sexes = new Map<string, string>()
  for (const { line, path, ...row } of readPatientsRows(readFileSync(file, 'utf8'))) {
    const { patient, characteristics: { sex } = {} } = row
    if ((patients.get(path)?.patient ?? patient) !== patient)
      throw new AssayError('patients-table-invalid', { line, column: 'patient' })
    if (sex && (sexes.get(patient) ?? sex) !== sex)
      throw new AssayError('patients-table-invalid', { line, column: 'sex' })
    if (sex) sexes.set(patient, sex)
    patients.set(path, row)
  }
  return patients
}

/** Whose a file is: by its own line, or by that of the nearest folder that it lies in. */
export function patientOf(table: ReadonlyMap<string, ListedPatient>, path: string): ListedPatient | undefined {
  for (let at = path; at !== ''; at = at.slice(0, Math.max(0, at.lastIndexOf('/')))) {
    const found = table.get(at)
    if (found) return found
  }
  return undefined
}

/** A plain file, not a link to one. */
export function isFile(path: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false })?.isFile() ?? false
}
