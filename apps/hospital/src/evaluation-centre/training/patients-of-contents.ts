import { sql } from '@assay/store'
import type { HospitalDb } from '../../hospital-tables.ts'

/** Patients whose contents are looked at in one go: with a thousand slices each, some tens of megabytes. */
const patientsAtOnce = 200

/**
 * Patients of a sealed set of whom this hospital holds any of the declared contents, in whichever study or case: pixel data or voxels as they
 * are stored, or signal files. A patient whose other examination was declared is found, though no content of the set's own cases was. The work
 * grows with what the hospital holds of these patients, and not with the declaration.
 * @param contents SHA-256, hexadecimal
 */
export async function patientsOfContents(
  db: HospitalDb,
  testSetId: string,
  contents: ReadonlySet<string>,
): Promise<Set<string>> {
  const patients = contents.size === 0 ? [] : await patientsOfSet(db, testSetId)
  const found = new Set<string>()
  for (let from = 0; from < patients.length; from += patientsAtOnce) {
    const held = await contentsOfPatients(db, patients.slice(from, from + patientsAtOnce))
    for (const { patient, hash } of held) if (contents.has(hash)) found.add(patient)
  }
  return found
}

async function patientsOfSet(db: HospitalDb, testSetId: string): Promise<string[]> {
  const rows = await db
    .selectFrom('test_set_cases')
    .innerJoin('cases', 'cases.id', 'test_set_cases.case_id')
    .select('cases.patient')
    .distinct()
    .where('test_set_cases.test_set_id', '=', testSetId)
    .execute()
  return rows.map(({ patient }) => patient)
}

/** Every content that the hospital holds of some patients. */
async function contentsOfPatients(
  db: HospitalDb,
  patients: readonly string[],
): Promise<{ patient: string; hash: string }[]> {
  const { rows } = await sql<{ patient: string; hash: string }>`
    select studies.patient, instances.pixel_sha256 as hash from studies join series on series.study_id = studies.id
      join instances on instances.series_id = series.id
      where studies.patient = any(${patients}::text[]) and instances.pixel_sha256 is not null
    union all
    select cases.patient, case_files.sha256 as hash from cases join case_files on case_files.case_id = cases.id
      where cases.patient = any(${patients}::text[]) and case_files.role not in ('reference', 'reading')`.execute(db)
  return rows
}
