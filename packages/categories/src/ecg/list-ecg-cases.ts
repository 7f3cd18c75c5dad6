import { lstatSync, readFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { AssayError } from '@assay/contracts'
import { headerReferences } from '@assay/formats'
import type { ListedCase } from '../category.ts'
import { isFile, readPatientsTable } from '../patients-table.ts'
import { recordsBelow } from './records-below.ts'

type ListedFile = ListedCase['files'][number]

/**
 * The cases of a folder of WFDB records: those that its file RECORDS lists, or every `.hea` in it and its folders, each with the files that
 * its header and its segments' headers name, its annotations (`.atr`), and its patient from `patients.tsv`. Records cluster in patients: two records of the MIT-BIH database,
 * 201 and 202, are one person. A record without a patient is listed under the empty patient, for intake to refuse; so is one that only
 * `patients.tsv` knows, unless RECORDS leaves it out.
 * @throws AssayError intake-patients-missing, patients-table-invalid (`line`), records-list-invalid (`where`, `line`)
 */
export function listEcgCases(folder: string): ListedCase[] {
  const patients = readPatientsTable(folder)
  if (!patients) throw new AssayError('intake-patients-missing', { folder: basename(folder) })
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
