import type { CaseFile, Category, ListedCase } from '@assay/categories'
import { AssayError, errorStatuses } from '@assay/contracts'
import { sha256, sha256OfJson } from '@assay/signing'
import { inTransaction, jsonb, newId } from '@assay/store'
import { bindReference } from '../annotated-centre/bind-reference.ts'
import type { Hospital } from '../hospital.ts'
import type { HospitalDb } from '../hospital-tables.ts'
import { logFault } from '../log-fault.ts'
import type { CaseRow, IntakeRunRow } from './full-sample-tables.ts'
import { rememberIdentity } from './linkage/remember-identity.ts'
import { readIntakeFiles } from './read-intake-files.ts'

/**
 * Takes one case of an intake in: reads and checks its files, stores them by content, and writes case and outcome down
 * at once. A case that can't be accepted goes to quarantine with its reason; nothing else is lost for it. Taken in again,
 * the same bytes are known.
 */
export async function takeCaseIn(
  hospital: Hospital,
  run: IntakeRunRow,
  category: Category,
  listed: ListedCase,
  folder: string,
): Promise<void> {
  try {
    const files = await readIntakeFiles(listed, folder)
    if (listed.patient === '') throw new AssayError('record-without-patient', { where: listed.name })
    check(hospital, category, files)
    for (const { bytes } of files) await hospital.blobs.put(bytes)
    await accept(hospital, run, listed, files)
  } catch (error) {
    if (!(error instanceof AssayError) || errorStatuses[error.code] >= 500) throw error
    await quarantine(hospital, run, listed.name, error)
  }
}

/** A fault of the program with one record, logged, loses no other. */
function check({ clock, random, log }: Hospital, category: Category, files: readonly CaseFile[]): void {
  try {
    category.checkCase(files)
  } catch (error) {
    if (error instanceof AssayError) throw error
    const id = newId(clock, random)
    logFault(log, error, { id }, 'record not checked')
    throw new AssayError('record-unreadable', { where: id, what: 'fault of the program, see its log' })
  }
}

async function accept(
  hospital: Hospital,
  run: IntakeRunRow,
  { name, patient, identifier }: ListedCase,
  files: readonly CaseFile[],
): Promise<void> {
  const hashed = files.map((file) => ({ name: file.name, role: file.role, sha256: sha256(file.bytes) }))
  const contentHash = sha256OfJson(hashed.map(({ role, sha256: hash }) => ({ role, hash })))
  await inTransaction(hospital.db, async (transaction) => {
    const known = await findByContent(transaction, run.category, contentHash)
    if (known) assertSame(known, run, name, patient)
    const id = known?.id ?? newId(hospital.clock, hospital.random)
    if (!known) {
      const { category, provenance } = run
      const at = hospital.clock().toISOString()
      await transaction
        .insertInto('cases')
        .values({ id, category, name, patient, provenance, content_hash: contentHash, accepted_at: at })
        .execute()
      await transaction
        .insertInto('case_files')
        .values(hashed.map((file) => ({ case_id: id, ...file })))
        .execute()
      await bindReference(transaction, id, hashed)
    }
    if (identifier)
      await rememberIdentity(hospital, transaction, { subject: 'patients', reference: patient, identifier })
    await transaction
      .insertInto('intake_outcomes')
      .values({ intake_id: run.id, name, outcome: known ? 'known' : 'accepted', case_id: id })
      .execute()
  })
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

async function quarantine(hospital: Hospital, run: IntakeRunRow, name: string, error: AssayError): Promise<void> {
  const { code, parameters } = error
  await inTransaction(hospital.db, async (transaction) => {
    await transaction
      .insertInto('quarantine')
      .values({
        ...{ id: newId(hospital.clock, hospital.random), intake_id: run.id, name, code },
        ...{ parameters: jsonb(parameters), at: hospital.clock().toISOString() },
      })
      .execute()
    await transaction
      .insertInto('intake_outcomes')
      .values({ intake_id: run.id, name, outcome: 'quarantined', case_id: null })
      .execute()
  })
}
