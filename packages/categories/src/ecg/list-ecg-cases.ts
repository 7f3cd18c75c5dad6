import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { AssayError } from '@assay/contracts'
import type { ListedCase } from '../category.ts'

/**
 * The cases of a folder of WFDB records: each `.hea` with the files of its name, and its patient from `patients.tsv`
 * (record, tab, patient pseudonym; a line a record). Records cluster in patients: two records of the MIT-BIH database,
 * 201 and 202, are one person. A record without a patient is listed under the empty patient, for intake to refuse.
 * @throws AssayError intake-patients-missing, intake-folder-invalid
 */
export function listEcgCases(folder: string): ListedCase[] {
  const table = join(folder, 'patients.tsv')
  if (!existsSync(table)) throw new AssayError('intake-patients-missing', { folder: 'patients.tsv' })
  const patients = readPatients(readFileSync(table, 'utf8'))
  const names = readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ name }) => name)
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

function roleOf(extension: string, name: string): ListedCase['files'] {
  if (extension === 'hea') return [{ name, role: 'signal-header' }]
  if (extension === 'dat') return [{ name, role: 'signal' }]
  return extension === 'atr' ? [{ name, role: 'reference' }] : []
}

function readPatients(text: string): Map<string, string> {
  const rows = text.split(/\r?\n/).filter((line) => line.trim() !== '')
  return new Map(
    rows.map((row, index) => {
      const [record, patient] = row.split('\t').map((field) => field.trim())
      if (!record || !patient || !/^[\w.-]{1,64}$/.test(record) || !/^[\w.-]{1,64}$/.test(patient))
        throw new AssayError('intake-folder-invalid', { folder: `patients.tsv, line ${index + 1}` })
      return [record, patient]
    }),
  )
}
