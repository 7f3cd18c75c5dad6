import { type Account, AssayError, type Quarantined } from '@assay/contracts'
import { inTransaction } from '@assay/store'
import type { Hospital } from '../../hospital.ts'
import type { HospitalDb } from '../../hospital-tables.ts'
import { writeObject } from '../inbox/write-object.ts'
import { recountVerdicts } from '../index/count-verdicts.ts'
import { beginIntake } from '../pipeline/begin-intake.ts'
import { closeEntries } from './close-entries.ts'
import { waitingEntry } from './decide.ts'
import { viewQuarantined } from './quarantine-store.ts'
import { takeRecordAgain } from './take-record-again.ts'

/**
 * Checks something in quarantine again: a study against the rules as they are now, a record from its files as they came, an object from
 * its bytes, in an intake of its own. Throws `not-found`, `state-conflict`; `quarantine-not-kept` for what can only be taken in again from where
 * it came.
 */
export async function recheckQuarantined(hospital: Hospital, account: Account, id: string): Promise<Quarantined> {
  const entry = await inTransaction(hospital.db, (transaction) => waitingEntry(transaction, id))
  if (entry.study_id !== null) {
    await forgetPassport(hospital, entry.study_id)
    hospital.wakeIntake()
    return viewQuarantined(hospital.db, id)
  }
  if (entry.what === 'record') {
    const decide = (transaction: HospitalDb) => resolve(transaction, hospital, id)
    await takeRecordAgain(hospital, entry, { isAccepted: false, decide })
    return viewQuarantined(hospital.db, id)
  }
  if (entry.files.length === 0) throw new AssayError('quarantine-not-kept')
  await takeInAgain(hospital, account, entry)
  return viewQuarantined(hospital.db, id)
}

/** A study without its passport, due to be checked. */
function forgetPassport({ db, clock }: Hospital, studyId: string): Promise<void> {
  return inTransaction(db, async (transaction) => {
    const study = await transaction
      .selectFrom('studies')
      .select(['added_at', 'passport'])
      .where('id', '=', studyId)
      .forUpdate()
      .executeTakeFirstOrThrow()
    await recountVerdicts(transaction, study, null)
    await transaction
      .updateTable('studies')
      .set({ check_after: clock().toISOString(), passport: null })
      .where('id', '=', studyId)
      .execute()
  })
}

/** The object goes back into the inbox; its entry here is done with, since it gets an outcome anew. */
async function takeInAgain(
  hospital: Hospital,
  account: Account,
  { id, intake_id, item, files }: Awaited<ReturnType<typeof waitingEntry>>,
): Promise<void> {
  const { category, provenance, source } = await hospital.db
    .selectFrom('intake_runs')
    .select(['category', 'provenance', 'source'])
    .where('id', '=', intake_id)
    .executeTakeFirstOrThrow()
  const run = await beginIntake(hospital, {
    way: 'listener',
    source,
    category,
    provenance,
    account,
    namesAreNeutral: false,
  })
  const draftOf = async ({ file }: { file: string }) => {
    const draft = hospital.inbox.newDraft()
    return { draft, ...(await writeObject(draft, [await hospital.quarantine.read(file)])) }
  }
  const [own, second] = [files.find(({ role }) => role !== 'voxels')!, files.find(({ role }) => role === 'voxels')]
  const voxels = second && (await draftOf(second)).draft
  const { draft, size } = await draftOf(own)
  await hospital.inbox.receive({ draft, voxels, size, item, patient: own.patient, intake: { id: run.id } })
  await inTransaction(hospital.db, (transaction) => resolve(transaction, hospital, id))
  await hospital.quarantine.remove(files.map(({ file }) => file))
  hospital.wakeIntake()
}

/** Done with: it gets an outcome anew. */
function resolve(transaction: HospitalDb, { clock }: Hospital, id: string): Promise<void> {
  return closeEntries(transaction, [id], { state: 'resolved', at: clock() })
}
