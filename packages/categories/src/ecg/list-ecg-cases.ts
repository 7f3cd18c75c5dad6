import { lstatSync, readFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { AssayError } from '@assay/contracts'
import { headerReferences } from '@assay/formats'
import type { Identifier } from '@assay/governance'
import type { ListedCase } from '../category.ts'
import { isFile, recordsBelow } from './records-below.ts'

type ListedFile = ListedCase['files'][number]

/**
 * The cases of a folder of WFDB records: those that its file RECORDS lists, or every `.hea` in it and its folders, each with the files that
 * its header and its segments' headers name, its annotations (`.atr`), and its patient from `patients.tsv` (record, tab, patient
 * pseudonym, and, where hospitals are to find the patients that they share, tab, issuer:number, e.g. `resident-identity:…`; a line a
 * record, with its path where it lies in a folder). Records cluster in patients: two records of the MIT-BIH database,
 * 201 and 202, are one person. A record without a patient is listed under the empty patient, for intake to refuse; so is one that only
 * `patients.tsv` knows, unless RECORDS leaves it out.
 * @throws AssayError intake-patients-missing, patients-table-invalid (`line`), records-list-invalid (`where`, `line`)
 */
export function listEcgCases(folder: string): ListedCase[] {
  if (!isFile(join(folder, 'patients.tsv')))
    throw new AssayError('intake-patients-missing', { folder: basename(folder) })
  const patients = readPatients(readFileSync(join(folder, 'patients.tsv'), 'utf8'))
  const files = new Map(recordsBelow(folder).map((record) => [record, filesOf(folder, record)]))
  const isListed = isFile(join(folder, 'RECORDS'))
  const segments = segmentsOf(files)
  const records = [...files.keys()].filter((record) => isListed || !segments.has(record))
  const named = isListed ? [] : [...patients.keys()]
  return [...new Set([...records, ...named])].sort().map((record) => ({
    name: record,
    patient: '',
    ...patients.get(record),
    files: files.get(record) ?? [],
  }))
}

/** Of a patient; of a record, with the folders that it lies in. */
const pseudonym = /^[\w.-]{1,64}$/
const recordPath = /^\w[\w.-]*(\/\w[\w.-]*){0,7}$/

/** Files of a record that are there, plain ones: nothing is taken in through a link. By name. */
function filesOf(folder: string, record: string): ListedFile[] {
  const header = `${record}.hea`
  const { signals, segments } = referencesOf(folder, header) ?? { signals: [`${basename(record)}.dat`], segments: [] }
  const beside = (name: string) => join(dirname(record), name)
  const ofSegments = segments.flatMap((name): ListedFile[] => [
    { name: beside(name), role: 'segment-header' },
    ...(referencesOf(folder, beside(name))?.signals ?? []).map((own) => ({
      name: beside(own),
      role: 'signal' as const,
    })),
  ])
  const named: ListedFile[] = [
    { name: header, role: 'signal-header' },
    { name: `${record}.atr`, role: 'reference' },
    ...signals.map((name) => ({ name: beside(name), role: 'signal' as const })),
    ...ofSegments,
  ]
  const known = new Map(named.map((file) => [file.name, file]))
  return [...known.values()].filter(({ name }) => isFile(join(folder, name))).sort((a, b) => (a.name < b.name ? -1 : 1))
}

/** Headers of many segments take some megabytes. */
const mostHeaderBytes = 8 * 2 ** 20

/** Undefined for a header that can not be read, which intake will say of its record. */
function referencesOf(folder: string, header: string): ReturnType<typeof headerReferences> {
  const path = join(folder, header)
  if (!isFile(path) || lstatSync(path).size > mostHeaderBytes) return undefined
  try {
    return headerReferences(readFileSync(path))
  } catch {
    return undefined
  }
}

/** Records that are segments of others. */
function segmentsOf(files: ReadonlyMap<string, readonly ListedFile[]>): Set<string> {
  const headers = [...files.values()].flat().filter(({ role }) => role === 'segment-header')
  return new Set(headers.map(({ name }) => name.slice(0, -'.hea'.length)))
}

type Patient = Pick<ListedCase, 'patient' | 'identifier'>

function readPatients(text: string): Map<string, Patient> {
  const patients = new Map<string, Patient>()
  text.split(/\r?\n/).forEach((row, index) => {
    if (row.trim() === '') return
    const [record, patient, identifier = ''] = row.split('\t').map((field) => field.trim())
    const isValid = record && patient && recordPath.test(record) && pseudonym.test(patient)
    if (!isValid || (patients.get(record)?.patient ?? patient) !== patient)
      throw new AssayError('patients-table-invalid', { line: index + 1 })
    patients.set(record, { patient, ...identifierOf(identifier, index + 1) })
  })
  return patients
}

function identifierOf(field: string, line: number): Pick<ListedCase, 'identifier'> {
  if (field === '') return {}
  const [, issuer, number] = /^([^:\t]{1,64}):([^\t]{1,64})$/.exec(field) ?? []
  if (!issuer || !number) throw new AssayError('patients-table-invalid', { line })
  const identifier: Identifier =
    issuer === 'resident-identity' ? { scheme: issuer, number } : { scheme: 'issued', issuer, number }
  return { identifier }
}
