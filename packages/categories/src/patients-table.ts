import { lstatSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { AssayError } from '@assay/contracts'
import type { Identifier } from '@assay/governance'

/** Whose a record or a file is. */
export interface ListedPatient {
  /** Pseudonym of the patient. */
  readonly patient: string
  /** What the patient is known by elsewhere: kept sealed, for linkage alone. */
  readonly identifier?: Identifier
}

/** The table's name in a folder. */
export const patientsTable = 'patients.tsv'

const pseudonym = /^[\w.-]{1,64}$/
/** A record or a file with the folders that it lies in: nothing hidden, no way out. */
const listedPath = /^[^./\\\p{Cc}][^/\\\p{Cc}]{0,254}(\/[^./\\\p{Cc}][^/\\\p{Cc}]{0,254}){0,31}$/u

/**
 * Whose everything in a folder is, as its `patients.tsv` says: a line a record, a file, or a folder with all that lies in it; its path,
 * tab, the patient's pseudonym, and, where hospitals are to find the patients that they share, tab, issuer:number, e.g.
 * `resident-identity:…`. Undefined where there is no table.
 * @throws AssayError patients-table-invalid (`line`)
 */
export function readPatientsTable(folder: string): Map<string, ListedPatient> | undefined {
  const path = join(folder, patientsTable)
  if (!isFile(path)) return undefined
  const patients = new Map<string, ListedPatient>()
  readFileSync(path, 'utf8')
    .split(/\r?\n/)
    .forEach((row, index) => {
      if (row.trim() === '') return
      const [listed, patient, identifier = ''] = row.split('\t').map((field) => field.trim())
      const isValid = listed && patient && listedPath.test(listed) && pseudonym.test(patient)
      if (!isValid || (patients.get(listed)?.patient ?? patient) !== patient)
        throw new AssayError('patients-table-invalid', { line: index + 1 })
      patients.set(listed, { patient, ...identifierOf(identifier, index + 1) })
    })
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

function identifierOf(field: string, line: number): Pick<ListedPatient, 'identifier'> {
  if (field === '') return {}
  const [, issuer, number] = /^([^:\t]{1,64}):([^\t]{1,64})$/.exec(field) ?? []
  if (!issuer || !number) throw new AssayError('patients-table-invalid', { line })
  const identifier: Identifier =
    issuer === 'resident-identity' ? { scheme: issuer, number } : { scheme: 'issued', issuer, number }
  return { identifier }
}

/** A plain file, not a link to one. */
export function isFile(path: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false })?.isFile() ?? false
}
