import { AssayError } from '@assay/contracts'
import type { Identifier } from '@assay/governance'

/** Columns that `patients.tsv` may have; without a first line that names them, the first three in this order. */
const columns = ['path', 'patient', 'identifier', 'sex', 'age', 'birth_year', 'examination_year'] as const
type Column = (typeof columns)[number]

/** What a table says of a patient beside the name, where no file has to say it. */
export interface StatedCharacteristics {
  /** As DICOM PS3.3 C.7.1.1 has it. */
  readonly sex?: 'F' | 'M' | 'O'
  /** Whole years at the examination; 90 stands for all above, as de-identification has it. */
  readonly age?: number
}

/** A line of the table. */
export interface PatientsRow {
  readonly path: string
  readonly patient: string
  readonly identifier?: Identifier
  readonly characteristics?: StatedCharacteristics
}

const pseudonym = /^[\w.-]{1,64}$/
/** A record or a file with the folders that it lies in: nothing hidden, no way out. */
export const listedPath = /^[^./\\\p{Cc}][^/\\\p{Cc}]{0,254}(\/[^./\\\p{Cc}][^/\\\p{Cc}]{0,254}){0,31}$/u
/** Ages of people, and from here on one age for all. */
const [oldest, capped] = [130, 90]

/**
 * The lines of a table of patients, each with its number, from 1 on. Empty lines are passed over; a first line that begins with `path` and
 * `patient` names the columns.
 * @throws AssayError patients-table-invalid (`line`, `column`)
 */
export function readPatientsRows(text: string): (PatientsRow & { line: number })[] {
  const rows = text
    .split(/\r?\n/)
    .map((row, index) => ({ line: index + 1, fields: row.split('\t').map((field) => field.trim()) }))
    .filter(({ fields }) => fields.some((field) => field !== ''))
  const [first, ...others] = rows
  if (!first) return []
  if (first.fields[0] !== 'path' || first.fields[1] !== 'patient')
    return rows.map((row) => readRow(row, columns.slice(0, 3)))
  const isKnown = first.fields.every((name) => columns.includes(name as Column))
  if (!isKnown || new Set(first.fields).size < first.fields.length) throw invalid(first.line, 'heading')
  return others.map((row) => readRow(row, first.fields as Column[]))
}

function invalid(line: number, column: Column | 'heading'): AssayError {
  return new AssayError('patients-table-invalid', { line, column })
}

function readRow({ line, fields }: { line: number; fields: readonly string[] }, named: readonly Column[]) {
  const field = (column: Column) => (named.includes(column) ? (fields[named.indexOf(column)] ?? '') : '')
  const refuse = (column: Column): never => {
    throw invalid(line, column)
  }
  const [path, patient] = [field('path'), field('patient')]
  if (!listedPath.test(path)) refuse('path')
  if (!pseudonym.test(patient)) refuse('patient')
  const characteristics = { ...sexOf(field, refuse), ...ageOf(field, refuse) }
  return {
    line,
    path,
    patient,
    ...identifierOf(field('identifier'), refuse),
    ...(Object.keys(characteristics).length > 0 ? { characteristics } : {}),
  }
}

type Field = (column: Column) => string
type Refuse = (column: Column) => never

function identifierOf(field: string, refuse: Refuse): Pick<PatientsRow, 'identifier'> {
  if (field === '') return {}
  const [, issuer, number] = /^([^:\t]{1,64}):([^\t]{1,64})$/.exec(field) ?? []
  if (!issuer || !number) return refuse('identifier')
  const identifier: Identifier =
    issuer === 'resident-identity' ? { scheme: issuer, number } : { scheme: 'issued', issuer, number }
  return { identifier }
}

function sexOf(field: Field, refuse: Refuse): Pick<StatedCharacteristics, 'sex'> {
  const sex = field('sex').toUpperCase()
  if (sex === '') return {}
  return sex === 'F' || sex === 'M' || sex === 'O' ? { sex } : refuse('sex')
}

/** An age, or the year of birth with that of the examination: the age reached in that year. */
function ageOf(field: Field, refuse: Refuse): Pick<StatedCharacteristics, 'age'> {
  const years = (column: Column, pattern: RegExp) => {
    const written = field(column)
    if (written === '') return undefined
    return pattern.test(written) ? Number(written) : refuse(column)
  }
  const age = years('age', /^\d{1,3}$/)
  const [born, examined] = [years('birth_year', /^\d{4}$/), years('examination_year', /^\d{4}$/)]
  if (born !== undefined && examined === undefined) refuse('examination_year')
  const reached = born === undefined ? undefined : examined! - born
  const stated = age ?? reached
  if (stated === undefined) return {}
  if (stated < 0 || stated > oldest) refuse(age === undefined ? 'birth_year' : 'age')
  if (age !== undefined && reached !== undefined && Math.abs(age - reached) > 1) refuse('birth_year')
  return { age: Math.min(stated, capped) }
}
