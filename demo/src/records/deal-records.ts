import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'

/** Records of one person, which stay together: beats cluster in patients. */
interface PatientRecords {
  patient: string
  records: string[]
}

/** MIT-BIH Arrhythmia Database: 201 and 202 are the same person (the database's directory says so). */
const knownPatients: Record<string, string> = { '201': '201-202', '202': '201-202' }

/**
 * Deals the WFDB records of a folder to hospitals, by patient, in order of their names: one intake folder a hospital
 * with the records, their annotations, and `patients.tsv`. A `patients.tsv` in the source says who is whose patient;
 * without it each record is a patient of its own, but for those known to share one.
 * @throws Error when there is no record with annotations for every hospital.
 */
export function dealRecords(source: string, destinations: readonly string[]): void {
  const patients = patientsOf(source)
  if (patients.length < destinations.length)
    throw new Error(
      `${source}: ${patients.length} patients with a record (.hea, .dat) and its annotations (.atr); ` +
        `${destinations.length} hospitals want at least one each`,
    )
  destinations.forEach((destination, hospital) => {
    const dealt = patients.filter((_, index) => index % destinations.length === hospital)
    writeFolder(source, destination, dealt)
  })
}

function patientsOf(source: string): PatientRecords[] {
  const named = readPatients(join(source, 'patients.tsv'))
  const records = readdirSync(source)
    .filter((file) => file.endsWith('.hea'))
    .map((file) => file.slice(0, -'.hea'.length))
    .filter((record) => existsSync(join(source, `${record}.atr`)))
    .sort()
  const byPatient = Map.groupBy(records, (record) => named.get(record) ?? knownPatients[record] ?? record)
  return [...byPatient].map(([patient, own]) => ({ patient, records: own }))
}

function readPatients(file: string): Map<string, string> {
  if (!existsSync(file)) return new Map()
  const rows = readFileSync(file, 'utf8').split(/\r?\n/).filter(Boolean)
  return new Map(rows.map((row) => row.split('\t') as [string, string]))
}

function writeFolder(source: string, destination: string, patients: PatientRecords[]): void {
  const unfinished = `${destination}.unfinished`
  rmSync(unfinished, { recursive: true, force: true })
  mkdirSync(unfinished, { recursive: true })
  const names = readdirSync(source)
  for (const record of patients.flatMap((patient) => patient.records))
    for (const name of names.filter((name) => name.startsWith(`${record}.`)))
      copyFileSync(join(source, name), join(unfinished, name))
  writeFileSync(join(unfinished, 'patients.tsv'), patientsTable(patients))
  rmSync(destination, { recursive: true, force: true })
  renameSync(unfinished, destination)
}

/** `patients.tsv` of an intake folder: a record and its patient a line. */
function patientsTable(patients: readonly PatientRecords[]): string {
  return patients.flatMap(({ patient, records }) => records.map((record) => `${record}\t${patient}\n`)).join('')
}
