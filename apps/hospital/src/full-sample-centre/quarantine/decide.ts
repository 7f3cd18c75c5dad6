import { type Account, AssayError, type Quarantined } from '@assay/contracts'
import { append } from '@assay/ledger'
import { sha256 } from '@assay/signing'
import { inTransaction } from '@assay/store'
import type { Hospital } from '../../hospital.ts'
import type { HospitalDb } from '../../hospital-tables.ts'
import type { QuarantineRow } from '../full-sample-tables.ts'
import { countInDirectory, placeOf } from '../index/count-in-directory.ts'
import { countUnderRules } from '../index/count-under-rules.ts'
import { recountVerdicts } from '../index/count-verdicts.ts'
import { closeEntries } from './close-entries.ts'
import { viewQuarantined } from './quarantine-store.ts'
import { takeRecordAgain } from './take-record-again.ts'

interface Act {
  readonly id: string
  readonly account: Account
  readonly reason: string
}

/**
 * A steward accepts a study in question, with a reason: it may be used as it is, and the acceptance holds as long as rules and
 * files come to the same findings; or a record whose annotations were in question, which is then taken in. The act enters the ledger with the hash of its reason. Throws `not-found`; `state-conflict`
 * for what was decided already; `quarantine-not-acceptable` for what can't be used as it is.
 */
export async function acceptQuarantined(hospital: Hospital, act: Act): Promise<Quarantined> {
  const waiting = await inTransaction(hospital.db, (transaction) => waitingEntry(transaction, act.id))
  if (waiting.what === 'record' && waiting.acceptable) return acceptRecord(hospital, act, waiting)
  await inTransaction(hospital.db, async (transaction) => {
    const entry = await waitingEntry(transaction, act.id)
    if (!entry.acceptable || entry.study_id === null) throw new AssayError('quarantine-not-acceptable')
    const study = await transaction
      .updateTable('studies')
      .set({ verdict: 'accepted-by-steward' })
      .where('id', '=', entry.study_id)
      .returningAll()
      .executeTakeFirstOrThrow()
    await countInDirectory(transaction, study.id, study.counted, study.counted && placeOf(study))
    await decide(transaction, hospital, entry, 'accepted', act)
  })
  return viewQuarantined(hospital.db, act.id)
}

/** A record's annotations are taken as they are: it becomes a case, and its study is held against the rules. */
async function acceptRecord(hospital: Hospital, act: Act, entry: QuarantineRow): Promise<Quarantined> {
  const accept = async (transaction: HospitalDb) =>
    decide(transaction, hospital, await waitingEntry(transaction, act.id), 'accepted', act)
  await takeRecordAgain(hospital, entry, { isAccepted: true, decide: accept })
  return viewQuarantined(hospital.db, act.id)
}

/**
 * A steward discards something: a study leaves the index with its files, anything else is removed from the quarantine. The act
 * enters the ledger. Throws `not-found`, `state-conflict`; `study-in-use` for one that a sealed test set holds.
 */
export async function discardQuarantined(hospital: Hospital, act: Act): Promise<Quarantined> {
  const orphans = await inTransaction(hospital.db, async (transaction) => {
    const entry = await waitingEntry(transaction, act.id)
    await decide(transaction, hospital, entry, 'discarded', act)
    return entry.study_id === null ? [] : removeStudy(transaction, entry.study_id)
  })
  for (const hash of orphans) await hospital.blobs.remove(hash)
  await hospital.quarantine.remove(await filesOf(hospital.db, act.id))
  return viewQuarantined(hospital.db, act.id)
}

/** An entry that nobody has decided yet, locked until the transaction ends. @throws AssayError `not-found`, `state-conflict` */
export async function waitingEntry(transaction: HospitalDb, id: string): Promise<QuarantineRow> {
  const entry = await transaction
    .selectFrom('quarantine')
    .selectAll()
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst()
  if (!entry) throw new AssayError('not-found', { what: 'quarantine' })
  if (entry.state !== 'waiting') throw new AssayError('state-conflict', { what: 'quarantine', state: entry.state })
  return entry
}

async function filesOf(db: HospitalDb, id: string): Promise<string[]> {
  const { files } = await db.selectFrom('quarantine').select('files').where('id', '=', id).executeTakeFirstOrThrow()
  return files.map(({ file }) => file)
}

async function decide(
  transaction: HospitalDb,
  { clock, random }: Hospital,
  { id, code }: QuarantineRow,
  state: 'accepted' | 'discarded',
  { account, reason }: Act,
): Promise<void> {
  const at = clock()
  await closeEntries(transaction, [id], { state, at, reason })
  const subject = { quarantineId: id, code, reason: sha256(Buffer.from(reason)) }
  await append(transaction, { type: `quarantine-${state}`, at, subject, actor: account.id }, random)
}

/** Takes a study out of the index; gives the hashes that nothing refers to any more. */
async function removeStudy(transaction: HospitalDb, studyId: string): Promise<string[]> {
  const sealed = await transaction
    .selectFrom('cases')
    .innerJoin('test_set_cases', 'test_set_cases.case_id', 'cases.id')
    .select('cases.id')
    .where('cases.study_id', '=', studyId)
    .executeTakeFirst()
  if (sealed) throw new AssayError('study-in-use')
  const study = await transaction.selectFrom('studies').selectAll().where('id', '=', studyId).executeTakeFirstOrThrow()
  await countInDirectory(transaction, studyId, study.counted, null)
  await recountVerdicts(transaction, study, null)
  await countUnderRules(transaction, study.category, { before: study.rules_key, after: null })
  const files = await transaction
    .selectFrom('instances')
    .innerJoin('series', 'series.id', 'instances.series_id')
    .select('instances.sha256')
    .where('series.study_id', '=', studyId)
    .union((build) =>
      build
        .selectFrom('case_files')
        .innerJoin('cases', 'cases.id', 'case_files.case_id')
        .select('case_files.sha256')
        .where('cases.study_id', '=', studyId),
    )
    .execute()
  await removeCases(transaction, studyId)
  await transaction.updateTable('quarantine').set({ study_id: null }).where('study_id', '=', studyId).execute()
  await transaction.deleteFrom('studies').where('id', '=', studyId).execute()
  return unreferenced(transaction, [...new Set(files.map(({ sha256: hash }) => hash))])
}

async function removeCases(transaction: HospitalDb, studyId: string): Promise<void> {
  const cases = await transaction.selectFrom('cases').select('id').where('study_id', '=', studyId).execute()
  const ids = cases.map(({ id }) => id)
  if (ids.length === 0) return
  await transaction.updateTable('intake_outcomes').set({ case_id: null }).where('case_id', 'in', ids).execute()
  await transaction.deleteFrom('reference_standards').where('case_id', 'in', ids).execute()
  await transaction.deleteFrom('case_files').where('case_id', 'in', ids).execute()
  await transaction.deleteFrom('cases').where('id', 'in', ids).execute()
}

async function unreferenced(transaction: HospitalDb, hashes: readonly string[]): Promise<string[]> {
  const orphans: string[] = []
  for (const hash of hashes) {
    const { indexed, bound } = await transaction
      .selectNoFrom(({ selectFrom }) => [
        selectFrom('instances').select('sha256').where('sha256', '=', hash).limit(1).as('indexed'),
        selectFrom('case_files').select('sha256').where('sha256', '=', hash).limit(1).as('bound'),
      ])
      .executeTakeFirstOrThrow()
    if (indexed === null && bound === null) orphans.push(hash)
  }
  return orphans
}
