import { closeSync, constants, lstatSync, openSync, readFileSync, readSync } from 'node:fs'
import { basename, dirname, extname, join } from 'node:path'
import { AssayError } from '@assay/contracts'
import { headerReferences, sniffFormat } from '@assay/formats'
import type { ListedCase } from '../category.ts'
import { isFile, type ListedPatient, patientOf, readPatientsTable } from '../patients-table.ts'
import { type ListedReading, readReadingsTable } from '../readings-table.ts'
import { filesBelow, recordsBelow } from './records-below.ts'

type ListedFile = ListedCase['files'][number]

/**
 * The cases of a folder of electrocardiograms: the WFDB records that its file RECORDS lists, or every `.hea` in it and its folders, each
 * with the files that its header and its segments' headers name, and every file that is DICOM, SCP-ECG or aECG by its bytes; each with
 * its annotations (`.atr`), other readings that `readings.tsv` names, and its patient from `patients.tsv`. Records cluster in patients: two records of the MIT-BIH database, 201 and
 * 202, are one person. A record without a patient is listed under the empty patient, for intake to refuse unless the file itself says
 * whose it is; so is one that only `patients.tsv` knows, unless RECORDS leaves it out.
 * @throws AssayError intake-patients-missing, patients-table-invalid, readings-table-invalid (`line`), records-list-invalid (`where`, `line`)
 */
export function listEcgCases(folder: string): ListedCase[] {
  const files = new Map(recordsBelow(folder).map((record) => [record, filesOf(folder, record)]))
  const others = otherWaveforms(folder)
  const table = readPatientsTable(folder)
  if (!table && (files.size > 0 || others.size === 0))
    throw new AssayError('intake-patients-missing', { folder: basename(folder) })
  const patients = table ?? new Map<string, ListedPatient>()
  const readings = readReadingsTable(folder)
  const isListed = isFile(join(folder, 'RECORDS'))
  const segments = segmentsOf(files)
  const records = [...files.keys()].filter((record) => isListed || !segments.has(record))
  const all = [...records, ...others.keys()].sort()
  const named = isListed ? [] : [...patients.keys()].filter((path) => !all.some((one) => one.startsWith(`${path}/`)))
  return [...new Set([...all, ...named])].sort().map((record) => ({
    name: record,
    patient: '',
    ...patientOf(patients, record),
    files: [...(files.get(record) ?? others.get(record) ?? []), ...readingsOf(readings.get(record) ?? [])],
  }))
}

/** A reading whose file is missing is listed all the same, for intake to refuse by name. */
function readingsOf(readings: readonly ListedReading[]): ListedFile[] {
  return readings.map(({ reader, file }) => ({ name: file, role: 'reading', reader }))
}

/** Files that hold a whole electrocardiogram in another format, by their paths, each with its annotations. */
function otherWaveforms(folder: string): Map<string, ListedFile[]> {
  const found = filesBelow(folder).filter((path) => isWaveform(join(folder, path)))
  return new Map(
    found.map((path) => {
      const annotations = `${path.slice(0, path.length - extname(path).length)}.atr`
      const reference: ListedFile[] = isFile(join(folder, annotations))
        ? [{ name: annotations, role: 'reference' }]
        : []
      return [path, [...reference, { name: path, role: 'waveform' }]]
    }),
  )
}

const headLength = 4096

/** Whether a file is one, or can't be looked at: then it is listed, for intake to say why. */
function isWaveform(path: string): boolean {
  const head = headOf(path)
  const format = head && sniffFormat(head)
  return head === undefined || format === 'dicom' || format === 'scp-ecg' || format === 'aecg'
}

/** The beginning of a file; undefined where it can't be read. */
function headOf(path: string): Buffer | undefined {
  let file: number | undefined
  try {
    file = openSync(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK)
    const head = Buffer.alloc(headLength)
    return head.subarray(0, readSync(file, head))
  } catch {
    return undefined
  } finally {
    if (file !== undefined) closeSync(file)
  }
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
