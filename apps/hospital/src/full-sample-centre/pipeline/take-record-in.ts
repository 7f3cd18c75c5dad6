import type { CaseFile, Category, ListedCase } from '@assay/categories'
import { AssayError, errorStatuses } from '@assay/contracts'
import { newId } from '@assay/store'
import { labelsOf } from '../../annotated-centre/collect-labels.ts'
import type { Hospital } from '../../hospital.ts'
import { logFault } from '../../log-fault.ts'
import { readIntakeFiles } from '../folder/read-intake-files.ts'
import type { IntakeRunRow } from '../full-sample-tables.ts'
import { type CleanRecord, recordCleaner, withoutNames } from './clean-record.ts'
import { enterRecord } from './enter-record.ts'
import { quarantineRecord } from './quarantine-record.ts'
import type { RecordToTakeIn } from './record-to-take-in.ts'

/**
 * Takes one record of an intake in: reads its files, takes the persons out of them, checks them, stores them by content, and writes case,
 * study and outcome down at once. A record that can't be accepted goes to quarantine with its reason and its files as they came; nothing
 * else is lost for it. Taken in again, the same bytes are known.
 */
export async function takeRecordIn(
  hospital: Hospital,
  run: IntakeRunRow,
  category: Category,
  listed: ListedCase,
  folder: string,
): Promise<void> {
  const files = await readOr(hospital, run, listed, folder)
  if (files) await takeFilesOfRecordIn(hospital, run, category, { listed, files })
}

/** Its files, unless they can't be read: then the record is put aside without them. */
async function readOr(
  hospital: Hospital,
  run: IntakeRunRow,
  listed: ListedCase,
  folder: string,
): Promise<CaseFile[] | undefined> {
  try {
    return await readIntakeFiles(listed, folder)
  } catch (error) {
    if (!isOfTheRecord(error)) throw error
    const name = nameOf(hospital, run, listed)
    const told = run.names_are_neutral ? error : withoutNames(error, name)
    await quarantineRecord(hospital, run, { name, error: told, record: { listed, files: [] } })
    return undefined
  }
}

/** The same for a record whose files are there: from a folder, or from the quarantine. */
export async function takeFilesOfRecordIn(
  hospital: Hospital,
  run: IntakeRunRow,
  category: Category,
  record: RecordToTakeIn,
): Promise<void> {
  try {
    const clean = cleanerOf(hospital).clean(record.listed, record.files, run.names_are_neutral)
    if (!record.isAccepted && !isOnlyStudy(record)) await check(hospital, category, clean)
    for (const { bytes } of clean.files) await hospital.blobs.put(bytes)
    const labels = isOnlyStudy(record)
      ? undefined
      : labelsOf(hospital, category.id, { id: clean.name, files: clean.files })
    await enterRecord(hospital, run, clean, { ...record, labels })
  } catch (error) {
    if (!isOfTheRecord(error)) throw error
    await quarantineRecord(hospital, run, { name: nameOf(hospital, run, record.listed), error, record })
  }
}

/** A waveform of another format without annotations is no case yet. */
function isOnlyStudy({ files }: RecordToTakeIn): boolean {
  return files.length === 1 && files[0]!.role === 'waveform'
}

/** What a record is shown by, and has its outcome under. */
export function nameOf(hospital: Hospital, run: IntakeRunRow, listed: Pick<ListedCase, 'name'>): string {
  return cleanerOf(hospital).nameOf(listed, run.names_are_neutral)
}

function cleanerOf({ institutionKey }: Hospital) {
  return recordCleaner(institutionKey.derive('deidentification'))
}

function isOfTheRecord(error: unknown): error is AssayError {
  return error instanceof AssayError && errorStatuses[error.code] < 500
}

/**
 * Held against what its category makes a case of. A fault of the program with one record, logged, loses no other.
 */
async function check(hospital: Hospital, category: Category, { files }: CleanRecord): Promise<void> {
  const { clock, random, log } = hospital
  try {
    await category.checkCase?.(files, hospital)
  } catch (error) {
    if (error instanceof AssayError) throw error
    const id = newId(clock, random)
    logFault(log, error, { id }, 'record not checked')
    throw new AssayError('record-unreadable', { where: id, what: 'fault of the program, see its log' })
  }
}
