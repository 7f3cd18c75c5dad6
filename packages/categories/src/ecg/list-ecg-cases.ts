import { readdirSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { AssayError } from '@assay/contracts'
import type { ListedCase } from '../category.ts'

/**
 * The cases of a folder of WFDB records: each `.hea` with the files of its name, and its patient from `patients.tsv`
 * (record, tab, patient pseudonym; a line a record). Records cluster in patients: two records of the MIT-BIH database,
 * 201 and 202, are one person. A record without a patient is listed under the empty patient, for intake to refuse.
 * @throws AssayError intake-patients-missing, patients-table-invalid (`line`)
 */
export function listEcgCases(folder: string): ListedCase[] {
  const names = namesOfFiles(folder)
  if (!names.includes('patients.tsv')) throw new AssayError('intake-patients-missing', { folder: basename(folder) })
  const patients = readPatients(readFileSync(join(folder, 'patients.tsv'), 'utf8'))
  const records = new Set([
    ...names.filter((name) => name.endsWith('.hea')).map((name) => name.slice(0, -'.hea'.length)),
    ...patients.keys(),
  ])
  return [...records].sort().map((record) => ({
    name: record,
    patient: patients.get(record) ?? '',
    files: names
      .filter((name) => name.startsWith(`${record}.`))
      .sort()
      .flatMap((name) => roleOf(name.slice(record.length + 1), name)),
  }))
}

/** Of a record or of a patient. */
const pseudonym = /^[\w.-]{1,64}$/

/** Plain files only: nothing is taken in through a link. */
function namesOfFiles(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ name }) => name)
}

function roleOf(extension: string, name: string): ListedCase['files'] {
  if (extension === 'hea') return [{ name, role: 'signal-header' }]
  if (extension === 'dat') return [{ name, role: 'signal' }]
  return extension === 'atr' ? [{ name, role: 'reference' }] : []
}

function readPatients(text: string): Map<string, string> {
  const patients = new Map<string, string>()
  text.split(/\r?\n/).forEach((row, index) => {
    if (row.trim() === '') return
    const [record, patient] = row.split('\t').map((field) => field.trim())
    const isValid = record && patient && pseudonym.test(record) && pseudonym.test(patient)
    if (!isValid || (patients.get(record) ?? patient) !== patient)
      throw new AssayError('patients-table-invalid', { line: index + 1 })
    patients.set(record, patient)
  })
  return patients
}
