import type { CaseFile, Category, ListedCase } from '@assay/categories'
import { AssayError, errorStatuses } from '@assay/contracts'
import { identityInput } from '@assay/governance'
import { sha256, sha256OfJson } from '@assay/signing'
import { inTransaction, newId } from '@assay/store'
import { bindReference } from '../../annotated-centre/bind-reference.ts'
import type { Hospital } from '../../hospital.ts'
import type { HospitalDb } from '../../hospital-tables.ts'
import { logFault } from '../../log-fault.ts'
import { readIntakeFiles } from '../folder/read-intake-files.ts'
import type { CaseRow, IntakeRunRow } from '../full-sample-tables.ts'
import { enterStudies } from '../index/enter-studies.ts'
import { noDate } from '../index/no-date.ts'
import { rememberIdentity } from '../linkage/remember-identity.ts'
import { putAside } from '../quarantine/put-aside.ts'
import { recordOutcomes } from './record-outcomes.ts'

/**
 * Takes one record of an intake in: reads and checks its files, stores them by content, and writes case, study and outcome
 * down at once. A record that can't be accepted goes to quarantine with its reason; nothing else is lost for it. Taken in
 * again, the same bytes are known.
 */
export async function takeRecordIn(
  hospital: Hospital,
  run: IntakeRunRow,
  category: Category,
  listed: ListedCase,
  folder: string,
): Promise<void> {
  let files: readonly CaseFile[] = []
  try {
    files = await readIntakeFiles(listed, folder)
    if (listed.patient === '') throw new AssayError('record-without-patient', { where: listed.name })
    check(hospital, category, files)
    for (const { bytes } of files) await hospital.blobs.put(bytes)
    await accept(hospital, run, listed, files)
  } catch (error) {
    if (!(error instanceof AssayError) || errorStatuses[error.code] >= 500) throw error
    await quarantine(hospital, run, listed.name, files, error)
  }
}

/** A fault of the program with one record, logged, loses no other. */
function check({ clock, random, log }: Hospital, category: Category, files: readonly CaseFile[]): void {
  try {
    category.checkCase?.(files)
  } catch (error) {
    if (error instanceof AssayError) throw error
    const id = newId(clock, random)
    logFault(log, error, { id }, 'record not checked')
    throw new AssayError('record-unreadable', { where: id, what: 'fault of the program, see its log' })
  }
}

type Hashed = Pick<CaseFile, 'name' | 'role'> & { sha256: string; size: number }

async function accept(
  hospital: Hospital,
  run: IntakeRunRow,
  listed: ListedCase,
  files: readonly CaseFile[],
): Promise<void> {
  const { name, patient, identifier } = listed
  const hashed = files.map(({ bytes, ...file }) => ({
    ...{ name: file.name, role: file.role, sha256: sha256(bytes), size: bytes.length },
  }))
  const contentHash = sha256OfJson(hashed.map(({ role, sha256: hash }) => ({ role, hash })))
  await inTransaction(hospital.db, async (transaction) => {
    const known = await findByContent(transaction, run.category, contentHash)
    if (known) assertSame(known, run, name, patient)
    const id = known?.id ?? (await enterCase(transaction, hospital, run, listed, hashed, contentHash))
    const input = identifier && identityInput(identifier)
    if (input) await rememberIdentity(hospital, transaction, patient, input)
    const outcome = { item: name, outcome: known ? ('known' as const) : ('accepted' as const), case_id: id }
    const bytes = hashed.reduce((sum, { size }) => sum + size, 0)
    await recordOutcomes(transaction, hospital.clock, run.id, [outcome], bytes)
  })
}

async function enterCase(
  transaction: HospitalDb,
  { clock, random }: Hospital,
  run: IntakeRunRow,
  { name, patient }: ListedCase,
  files: readonly Hashed[],
  contentHash: string,
): Promise<string> {
  const { category, provenance } = run
  const id = newId(clock, random)
  const at = clock()
  const nothing = { manufacturer: '', model: '', body_part: '', description: '', sop_class: '' }
  const [entered] = await enterStudies(transaction, { clock, random, run, checkAfter: at }, [
    {
      study: { uid: id, patient, study_date: noDate },
      series: { uid: id, modality: 'ECG', ...nothing },
      files: files.map((file) => ({
        uid: file.name,
        role: file.role,
        sha256: file.sha256,
        pixel_sha256: null,
        size: file.size,
      })),
    },
  ])
  const study_id = entered?.outcome === 'accepted' ? entered.studyId : null
  await transaction
    .insertInto('cases')
    .values({
      id,
      category,
      name,
      patient,
      provenance,
      content_hash: contentHash,
      accepted_at: at.toISOString(),
      study_id,
    })
    .execute()
  const rows = files.map((file) => ({ case_id: id, name: file.name, role: file.role, sha256: file.sha256 }))
  await transaction.insertInto('case_files').values(rows).execute()
  await bindReference(transaction, id, rows)
  return id
}

/** The same bytes must not come under a second patient, nor under a provenance that another policy holds for. */
function assertSame(known: CaseRow, run: IntakeRunRow, name: string, patient: string): void {
  if (known.patient !== patient) throw new AssayError('record-of-another-patient', { where: name })
  if (known.provenance !== run.provenance) throw new AssayError('record-of-another-provenance', { where: name })
}

function findByContent(db: HospitalDb, category: string, contentHash: string): Promise<CaseRow | undefined> {
  return db
    .selectFrom('cases')
    .selectAll()
    .where('category', '=', category)
    .where('content_hash', '=', contentHash)
    .executeTakeFirst()
}

/** Records stay in their folder: they are corrected there and taken in again, so nothing of them is kept here. */
async function quarantine(
  hospital: Hospital,
  run: IntakeRunRow,
  name: string,
  files: readonly CaseFile[],
  { code, parameters }: AssayError,
): Promise<void> {
  const bytes = files.reduce((sum, file) => sum + file.bytes.length, 0)
  await inTransaction(hospital.db, async (transaction) => {
    const outcome = { item: name, outcome: 'quarantined' as const, case_id: null }
    const isNew = await recordOutcomes(transaction, hospital.clock, run.id, [outcome], bytes)
    const aside = { item: name, name, what: 'record' as const, files: [], acceptable: false, code, parameters }
    await putAside(transaction, hospital, run.id, isNew.has(name) ? [aside] : [])
  })
}
