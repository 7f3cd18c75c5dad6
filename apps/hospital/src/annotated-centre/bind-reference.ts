import type { FileRole } from '@assay/categories'
import type { HospitalDb } from '../hospital-tables.ts'

/** Binds the reference standard that came with a case to it, by the hash of its file. */
export async function bindReference(
  transaction: HospitalDb,
  caseId: string,
  files: readonly { role: FileRole; sha256: string }[],
): Promise<void> {
  const reference = files.find(({ role }) => role === 'reference')
  if (!reference) return
  const { sha256 } = reference
  await transaction
    .insertInto('reference_standards')
    .values({ case_id: caseId, sha256, source: 'with-the-data' })
    .execute()
}
