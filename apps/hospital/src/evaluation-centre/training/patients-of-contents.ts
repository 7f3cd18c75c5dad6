import { sql } from '@assay/store'
import type { HospitalDb } from '../../hospital-tables.ts'

/** Hashes that are asked after in one statement: some megabytes. */
const mostAtOnce = 100_000

/**
 * Patients of whom this hospital holds any of the contents, in whichever study or case: pixel data or voxels as they are stored, or signal
 * files. A patient whose other examination was declared is found, though no content of a set's own cases was.
 * @param contents SHA-256, hexadecimal
 */
export async function patientsOfContents(db: HospitalDb, contents: readonly string[]): Promise<Set<string>> {
  const patients = new Set<string>()
  for (let from = 0; from < contents.length; from += mostAtOnce)
    for (const patient of await patientsOf(db, contents.slice(from, from + mostAtOnce))) patients.add(patient)
  return patients
}

async function patientsOf(db: HospitalDb, hashes: readonly string[]): Promise<string[]> {
  const { rows } = await sql<{ patient: string }>`
    with asked as materialized (select unnest(${hashes}::text[]) as hash)
    select studies.patient from asked join instances on instances.pixel_sha256 = asked.hash
      join series on series.id = instances.series_id join studies on studies.id = series.study_id
    union
    select cases.patient from asked join case_files on case_files.sha256 = asked.hash
      and case_files.role not in ('reference', 'reading') join cases on cases.id = case_files.case_id`.execute(db)
  return rows.map(({ patient }) => patient)
}
