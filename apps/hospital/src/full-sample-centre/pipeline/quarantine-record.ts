import type { AssayError } from '@assay/contracts'
import { inTransaction } from '@assay/store'
import type { Hospital } from '../../hospital.ts'
import type { IntakeRunRow } from '../full-sample-tables.ts'
import { putAside } from '../quarantine/put-aside.ts'
import { packRecord } from '../quarantine/record-bundle.ts'
import { recordOutcomes } from './record-outcomes.ts'
import type { RecordToTakeIn } from './record-to-take-in.ts'

/** Faults that a steward may judge to be none: the record can be read, and scored. */
const acceptable = ['annotations-do-not-match']

/** Puts a record aside with its reason, and its files as they came, sealed: a steward may have it checked again, or accept it. */
export async function quarantineRecord(
  hospital: Hospital,
  run: IntakeRunRow,
  { name, error, record }: { name: string; error: AssayError; record: RecordToTakeIn },
): Promise<void> {
  const { code, parameters } = error
  const bytes = record.files.reduce((sum, file) => sum + file.bytes.length, 0)
  const kept = record.files.length > 0 ? await hospital.quarantine.keep(packRecord(record)) : undefined
  const files = kept === undefined ? [] : [{ name, role: 'record', file: kept }]
  const isNew = await inTransaction(hospital.db, async (transaction) => {
    await record.first?.(transaction)
    const outcome = { item: name, outcome: 'quarantined' as const, case_id: null }
    const entered = await recordOutcomes(transaction, hospital.clock, run.id, [outcome], bytes)
    const aside = { item: name, name, what: 'record' as const, files, acceptable: acceptable.includes(code) }
    await putAside(transaction, hospital, run.id, entered.has(name) ? [{ ...aside, code, parameters }] : [])
    return entered.has(name)
  })
  if (!isNew && kept !== undefined) await hospital.quarantine.remove([kept])
}

/**
 * Puts aside what can't be kept: what a folder's table says of an image, an entry of a set that can't be unpacked. It is corrected where it
 * came from, and taken in again.
 */
export async function quarantineUnkept(
  hospital: Hospital,
  run: IntakeRunRow,
  { item, name }: { item: string; name: string },
  { code, parameters }: AssayError,
): Promise<void> {
  await inTransaction(hospital.db, async (transaction) => {
    const outcome = { item, outcome: 'quarantined' as const, case_id: null }
    const entered = await recordOutcomes(transaction, hospital.clock, run.id, [outcome], 0)
    const aside = { item, name, what: 'object' as const, files: [], acceptable: false, code, parameters }
    await putAside(transaction, hospital, run.id, entered.has(item) ? [aside] : [])
  })
}
