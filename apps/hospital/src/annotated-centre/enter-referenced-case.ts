import type { CaseFile } from '@assay/categories'
import { AssayError } from '@assay/contracts'
import { sha256, sha256OfJson } from '@assay/signing'
import { inTransaction, newId } from '@assay/store'
import type { CaseRow, IntakeRunRow } from '../full-sample-centre/full-sample-tables.ts'
import { recordOutcomes } from '../full-sample-centre/pipeline/record-outcomes.ts'
import type { Hospital } from '../hospital.ts'
import type { HospitalDb } from '../hospital-tables.ts'
import { addReadings, newReadings } from './add-readings.ts'
import { bindReference } from './bind-reference.ts'
import type { IndexedImages } from './find-images.ts'

interface ReferencedCase {
  readonly item: string
  readonly name: string
  readonly images: IndexedImages
  readonly reference: CaseFile
  readonly readings: readonly CaseFile[]
}

/**
 * Writes a case down with the reference standard of its images, and its outcome. The same images have one reference: a second that says
 * something else is refused, not counted beside the first. Readings may come with it, or later.
 * @throws AssayError study-of-another-provenance, reference-differs, object-differs, readings-after-sealing
 */
export async function enterReferencedCase(
  hospital: Hospital,
  run: IntakeRunRow,
  { item, name, images, reference, readings }: ReferencedCase,
): Promise<void> {
  const { study, files } = images
  if (study.provenance !== run.provenance) throw new AssayError('study-of-another-provenance', { where: name })
  const hashes = files.map((file) => file.sha256).sort()
  const content_hash = sha256OfJson({ images: hashes, reference: sha256(reference.bytes) })
  await inTransaction(hospital.db, async (transaction) => {
    const known = await caseOf(transaction, run.category, study.id, hashes)
    if (known && known.content_hash !== content_hash) throw new AssayError('reference-differs', { where: name })
    const case_id =
      known?.id ?? (await enterCase(transaction, hospital, run, { name, images, reference, content_hash }))
    const stored = readings.map((one) => ({ name: one.name, reader: one.reader, sha256: sha256(one.bytes) }))
    await addReadings(transaction, case_id, await newReadings(transaction, { id: case_id, where: name }, stored))
    const outcome = known ? ('known' as const) : ('accepted' as const)
    await recordOutcomes(transaction, hospital.clock, run.id, [{ item, outcome, case_id }], reference.bytes.length)
  })
}

/** The case that is made of these images. */
async function caseOf(
  transaction: HospitalDb,
  category: string,
  studyId: string,
  hashes: readonly string[],
): Promise<Pick<CaseRow, 'id' | 'content_hash'> | undefined> {
  const rows = await transaction
    .selectFrom('cases')
    .innerJoin('case_files', 'case_files.case_id', 'cases.id')
    .select(['cases.id', 'cases.content_hash', 'case_files.sha256'])
    .where('cases.study_id', '=', studyId)
    .where('cases.category', '=', category)
    .where('case_files.role', '=', 'image')
    .execute()
  const isSame = (files: readonly { sha256: string }[]) =>
    files.length === hashes.length &&
    files
      .map((file) => file.sha256)
      .sort()
      .join() === hashes.join()
  return [...Map.groupBy(rows, ({ id }) => id).values()].find(isSame)?.[0]
}

async function enterCase(
  transaction: HospitalDb,
  { clock, random }: Hospital,
  { category, provenance }: IntakeRunRow,
  { name, images, reference, content_hash }: Omit<ReferencedCase, 'item' | 'readings'> & { content_hash: string },
): Promise<string> {
  const id = newId(clock, random)
  const { id: study_id, patient } = images.study
  const accepted_at = clock().toISOString()
  await transaction
    .insertInto('cases')
    .values({ id, category, name, patient, provenance, content_hash, accepted_at, study_id })
    .execute()
  const rows = [
    ...images.files.map((file) => ({ case_id: id, name: file.uid, role: 'image' as const, sha256: file.sha256 })),
    { case_id: id, name: reference.name, role: 'reference' as const, sha256: sha256(reference.bytes) },
  ]
  await transaction.insertInto('case_files').values(rows).execute()
  await bindReference(transaction, id, rows)
  return id
}
