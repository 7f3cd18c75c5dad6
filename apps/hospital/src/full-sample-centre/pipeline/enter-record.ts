import type { ListedCase } from '@assay/categories'
import { AssayError } from '@assay/contracts'
import { identityInput } from '@assay/governance'
import { sha256, sha256OfJson } from '@assay/signing'
import { inTransaction, newId } from '@assay/store'
import { bindReference } from '../../annotated-centre/bind-reference.ts'
import type { Hospital } from '../../hospital.ts'
import type { HospitalDb } from '../../hospital-tables.ts'
import type { CaseRow, InstanceRow, IntakeRunRow } from '../full-sample-tables.ts'
import { enterStudies, markForCheck } from '../index/enter-studies.ts'
import { noDate } from '../index/no-date.ts'
import { noteStated } from '../index/note-stated.ts'
import { rememberIdentity } from '../linkage/remember-identity.ts'
import type { CleanRecord } from './clean-record.ts'
import { handleOf } from './handle.ts'
import { recordOutcomes } from './record-outcomes.ts'
import type { RecordToTakeIn } from './record-to-take-in.ts'

type Hashed = Pick<InstanceRow, 'sha256' | 'size'> & Pick<CleanRecord['files'][number], 'name' | 'role'>

interface Content {
  readonly record: CleanRecord
  readonly stated: ListedCase['characteristics']
  readonly files: readonly Hashed[]
  /** Over its files as they came. */
  readonly contentHash: string
}

/** Writes a record down that was cleaned and checked, and whose files are stored: study, case, what its patient is known by, and outcome. */
export async function enterRecord(
  hospital: Hospital,
  run: IntakeRunRow,
  record: CleanRecord,
  { listed, files: originals, first }: RecordToTakeIn,
): Promise<void> {
  const { name, patient } = record
  const hashed = record.files.map(
    (file): Hashed => ({ name: file.name, role: file.role, sha256: sha256(file.bytes), size: file.bytes.length }),
  )
  await inTransaction(hospital.db, async (transaction) => {
    await first?.(transaction)
    const contentHash = sha256OfJson(originals.map(({ role, bytes }) => ({ role, hash: sha256(bytes) })))
    const entered = await enter(transaction, hospital, run, {
      ...{ record, files: hashed, contentHash, stated: listed.characteristics },
    })
    const input = listed.identifier && identityInput(listed.identifier)
    if (input) await rememberIdentity(hospital, transaction, patient, input)
    const bytes = hashed.reduce((sum, { size }) => sum + size, 0)
    await recordOutcomes(transaction, hospital.clock, run.id, [{ item: name, ...entered }], bytes)
  })
}

/** A record without a reference is a study, and no case yet. */
async function enter(
  transaction: HospitalDb,
  hospital: Hospital,
  run: IntakeRunRow,
  { record, files, contentHash, stated }: Content,
): Promise<{ outcome: 'accepted' | 'known'; case_id: string | null }> {
  if (!files.some(({ role }) => role === 'reference')) {
    const { outcome } = await enterStudy(transaction, hospital, run, {
      record,
      files,
      stated,
      uid: handleOf(hospital.handleKey, 'record', contentHash),
    })
    return { outcome, case_id: null }
  }
  const known = await findByContent(transaction, run.category, contentHash)
  if (known) {
    assertSame(known, run, record)
    await restate(transaction, hospital, run, known, stated)
  }
  return {
    outcome: known ? 'known' : 'accepted',
    case_id: known?.id ?? (await enterCase(transaction, hospital, run, { record, files, contentHash, stated })),
  }
}

/** @throws AssayError study-of-another-patient, study-of-another-provenance */
async function enterStudy(
  transaction: HospitalDb,
  { clock, random }: Hospital,
  run: IntakeRunRow,
  { record, files, uid, stated }: Omit<Content, 'contentHash'> & { uid: string },
): Promise<{ outcome: 'accepted' | 'known'; studyId: string }> {
  const nothing = { manufacturer: '', model: '', body_part: '', description: '', sop_class: '' }
  const [entered] = await enterStudies(transaction, { clock, random, run, checkAfter: clock() }, [
    {
      study: { uid, patient: record.patient, study_date: noDate, stated },
      series: { uid, modality: 'ECG', ...nothing },
      files: files.map(({ name, ...file }) => ({ ...file, uid: name, pixel_sha256: null })),
    },
  ])
  if (entered!.outcome === 'refused') throw new AssayError(entered!.code, { where: record.name })
  return entered!
}

async function enterCase(
  transaction: HospitalDb,
  hospital: Hospital,
  run: IntakeRunRow,
  { record, files, contentHash, stated }: Content,
): Promise<string> {
  const { category, provenance } = run
  const id = newId(hospital.clock, hospital.random)
  const { studyId } = await enterStudy(transaction, hospital, run, { record, files, stated, uid: id })
  const { name, patient } = record
  const accepted_at = hospital.clock().toISOString()
  await transaction
    .insertInto('cases')
    .values({
      ...{ id, category, name, patient, provenance, content_hash: contentHash, accepted_at, study_id: studyId },
    })
    .execute()
  const rows = files.map((file) => ({ case_id: id, name: file.name, role: file.role, sha256: file.sha256 }))
  await transaction.insertInto('case_files').values(rows).execute()
  await bindReference(transaction, id, rows)
  return id
}

/** A table may say more of the patient when a record comes again. */
async function restate(
  transaction: HospitalDb,
  { clock }: Hospital,
  run: IntakeRunRow,
  { study_id: studyId }: CaseRow,
  stated: Content['stated'],
): Promise<void> {
  if (!stated || studyId === null) return
  const restated = await noteStated(transaction, [{ studyId, ...stated }])
  await markForCheck(transaction, restated, { run, checkAfter: clock() })
}

/** The same bytes must not come under a second patient, nor under a provenance that another policy holds for. */
function assertSame(known: CaseRow, run: IntakeRunRow, { name, patient }: CleanRecord): void {
  if (known.provenance !== run.provenance) throw new AssayError('record-of-another-provenance', { where: name })
  if (known.patient !== patient) throw new AssayError('record-of-another-patient', { where: name })
}

function findByContent(db: HospitalDb, category: string, contentHash: string): Promise<CaseRow | undefined> {
  return db
    .selectFrom('cases')
    .selectAll()
    .where('category', '=', category)
    .where('content_hash', '=', contentHash)
    .executeTakeFirst()
}
