import { type CaseLabels, identityInput } from '@assay/governance'
import { sha256, sha256OfJson } from '@assay/signing'
import { inTransaction, newId } from '@assay/store'
import { bindReference } from '../../annotated-centre/bind-reference.ts'
import { noteLabels } from '../../annotated-centre/collect-labels.ts'
import type { Hospital } from '../../hospital.ts'
import type { HospitalDb } from '../../hospital-tables.ts'
import type { CaseRow, IntakeRunRow } from '../full-sample-tables.ts'
import { rememberIdentity } from '../linkage/remember-identity.ts'
import type { CleanRecord } from './clean-record.ts'
import { enterKnownRecord } from './enter-known-record.ts'
import { handleOf } from './handle.ts'
import { recordOutcomes } from './record-outcomes.ts'
import { type Content, enterStudy, type Hashed } from './record-study.ts'
import type { RecordToTakeIn } from './record-to-take-in.ts'

/** Writes a record down that was cleaned and checked, and whose files are stored: study, case, what its patient is known by, and outcome. */
export async function enterRecord(
  hospital: Hospital,
  run: IntakeRunRow,
  record: CleanRecord,
  { listed, files: originals, first, labels }: RecordToTakeIn & { labels: CaseLabels | undefined },
): Promise<void> {
  const { name, patient } = record
  const hashed = record.files.map(
    ({ bytes, ...file }): Hashed => ({ ...file, sha256: sha256(bytes), size: bytes.length }),
  )
  await inTransaction(hospital.db, async (transaction) => {
    await first?.(transaction)
    const own = originals.filter(({ role }) => role !== 'reading')
    const contentHash = sha256OfJson(own.map(({ role, bytes }) => ({ role, hash: sha256(bytes) })))
    const entered = await enter(transaction, hospital, run, {
      record,
      files: hashed,
      contentHash,
      labels,
      stated: listed.characteristics,
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
  content: Content,
): Promise<{ outcome: 'accepted' | 'known'; case_id: string | null }> {
  const { files, contentHash } = content
  if (!files.some(({ role }) => role === 'reference')) {
    const uid = handleOf(hospital.handleKey, 'record', contentHash)
    const { outcome } = await enterStudy(transaction, hospital, run, { ...content, uid })
    return { outcome, case_id: null }
  }
  const known = await findByContent(transaction, run.category, contentHash)
  if (!known) return { outcome: 'accepted', case_id: await enterCase(transaction, hospital, run, content) }
  await enterKnownRecord(transaction, hospital, run, known, content)
  return { outcome: 'known', case_id: known.id }
}

async function enterCase(
  transaction: HospitalDb,
  hospital: Hospital,
  run: IntakeRunRow,
  content: Content,
): Promise<string> {
  const { record, files, contentHash, labels } = content
  const { category, provenance } = run
  const id = newId(hospital.clock, hospital.random)
  const { studyId } = await enterStudy(transaction, hospital, run, { ...content, uid: id })
  const { name, patient } = record
  const accepted_at = hospital.clock().toISOString()
  await transaction
    .insertInto('cases')
    .values({
      id,
      category,
      name,
      patient,
      provenance,
      content_hash: contentHash,
      accepted_at,
      study_id: studyId,
    })
    .execute()
  const rows = files.map((file) => ({
    case_id: id,
    name: file.name,
    role: file.role,
    sha256: file.sha256,
    reader: file.reader ?? null,
  }))
  await transaction.insertInto('case_files').values(rows).execute()
  await bindReference(transaction, id, rows)
  await noteLabels(transaction, id, labels)
  return id
}

function findByContent(db: HospitalDb, category: string, contentHash: string): Promise<CaseRow | undefined> {
  return db
    .selectFrom('cases')
    .selectAll()
    .where('category', '=', category)
    .where('content_hash', '=', contentHash)
    .executeTakeFirst()
}
