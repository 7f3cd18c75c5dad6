import { AssayError } from '@assay/contracts'
import type { HospitalDb } from '../hospital-tables.ts'
import { noteLabels } from './collect-labels.ts'

/** What a reader said of a case, as it is stored. */
export interface StoredReading {
  readonly name: string
  readonly sha256: string
  /** Pseudonym. */
  readonly reader?: string | null | undefined
}

/**
 * Readings that a case does not have yet. A reader reads a case once, and a case of a sealed set is read no more.
 * @throws AssayError object-differs, readings-after-sealing
 */
export async function newReadings<Reading extends StoredReading>(
  transaction: HospitalDb,
  { id, where }: { id: string; where: string },
  readings: readonly Reading[],
): Promise<Reading[]> {
  const held = await transaction
    .selectFrom('case_files')
    .select(['reader', 'sha256'])
    .where('case_id', '=', id)
    .where('role', '=', 'reading')
    .execute()
  const hashOf = new Map(held.map(({ reader, sha256 }) => [reader, sha256]))
  const added = readings.filter(({ reader }) => !hashOf.has(reader ?? ''))
  if (readings.some(({ reader, sha256 }) => (hashOf.get(reader ?? '') ?? sha256) !== sha256))
    throw new AssayError('object-differs', { where })
  if (added.length === 0) return []
  const sealed = await transaction
    .selectFrom('test_set_cases')
    .select('case_id')
    .where('case_id', '=', id)
    .limit(1)
    .execute()
  if (sealed.length > 0) throw new AssayError('readings-after-sealing', { where })
  return added
}

/** Writes down readings of a case; what was known of its labels is found anew. */
export async function addReadings(
  transaction: HospitalDb,
  caseId: string,
  readings: readonly StoredReading[],
): Promise<void> {
  if (readings.length === 0) return
  const rows = readings.map(({ name, sha256, reader }) => ({
    case_id: caseId,
    name,
    role: 'reading' as const,
    sha256,
    reader: reader ?? null,
  }))
  await transaction.insertInto('case_files').values(rows).execute()
  await noteLabels(transaction, caseId, undefined)
}
