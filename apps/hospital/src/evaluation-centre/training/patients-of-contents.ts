import type { HospitalDb } from '../../hospital-tables.ts'

// A statement takes at most 65,535 parameters.
const mostAtOnce = 10_000

/**
 * Patients of whom this hospital holds any of the contents, in whichever study or case: pixel data as they are stored, or signal files.
 * A patient whose other examination was declared is found, though no content of a set's own cases was.
 * @param contents SHA-256, hexadecimal
 */
export async function patientsOfContents(db: HospitalDb, contents: Iterable<string>): Promise<Set<string>> {
  const hashes = [...contents]
  const patients = new Set<string>()
  for (let from = 0; from < hashes.length; from += mostAtOnce) {
    const some = hashes.slice(from, from + mostAtOnce)
    const rows = [...(await ofPixels(db, some)), ...(await ofFiles(db, some))]
    for (const { patient } of rows) patients.add(patient)
  }
  return patients
}

function ofPixels(db: HospitalDb, hashes: readonly string[]): Promise<{ patient: string }[]> {
  return db
    .selectFrom('instances')
    .innerJoin('series', 'series.id', 'instances.series_id')
    .innerJoin('studies', 'studies.id', 'series.study_id')
    .select('studies.patient')
    .distinct()
    .where('instances.pixel_sha256', 'in', hashes)
    .execute()
}

function ofFiles(db: HospitalDb, hashes: readonly string[]): Promise<{ patient: string }[]> {
  return db
    .selectFrom('case_files')
    .innerJoin('cases', 'cases.id', 'case_files.case_id')
    .select('cases.patient')
    .distinct()
    .where('case_files.sha256', 'in', hashes)
    .where('case_files.role', 'not in', ['reference', 'reading'])
    .execute()
}
