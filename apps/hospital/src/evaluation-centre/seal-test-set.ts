import { type Account, AssayError, type TestSetAnnouncement, type testSetRequest } from '@assay/contracts'
import type { z } from '@assay/http'
import { append } from '@assay/ledger'
import { sha256OfJson } from '@assay/signing'
import { inTransaction, newId } from '@assay/store'
import type { CaseRow } from '../full-sample-centre/full-sample-tables.ts'
import type { Hospital } from '../hospital.ts'
import type { HospitalDb } from '../hospital-tables.ts'
import { announceTestSet } from '../hub-link/announce-test-set.ts'
import type { TestSetRow } from './evaluation-centre-tables.ts'
import { announcementOf } from './evaluation-store.ts'

/**
 * Seals accepted cases into a new version of a test set, and announces it. A sealed set is never edited. Its manifest
 * binds name, role and hash of every file to its case and patient, so that two patients' files can't be swapped unseen.
 * Throws `test-set-empty`; `test-set-mixed` for cases of several provenances: one policy has to hold for all of a set.
 */
export async function sealTestSet(
  hospital: Hospital,
  account: Account,
  { category, task, intakes }: z.infer<typeof testSetRequest>,
): Promise<TestSetAnnouncement> {
  return inTransaction(hospital.db, async (transaction) => {
    const cases = await casesToSeal(transaction, category, intakes)
    const [provenance, ...others] = [...new Set(cases.map((one) => one.provenance))]
    if (!provenance) throw new AssayError('test-set-empty')
    if (others.length > 0) throw new AssayError('test-set-mixed')
    const at = hospital.clock()
    const id = newId(hospital.clock, hospital.random)
    const version = await nextVersion(transaction, category, task)
    const manifest = {
      ...{ schema: 'assay.test-set/1', testSetId: id, category, task, version, provenance },
      cases: await manifestCases(transaction, cases),
    }
    const row: TestSetRow = {
      ...{ id, category, task, version, provenance, manifest_hash: sha256OfJson(manifest) },
      ...{ patients: new Set(cases.map(({ patient }) => patient)).size, cases: cases.length },
      sealed_at: at.toISOString(),
    }
    await transaction.insertInto('test_sets').values(row).execute()
    await transaction
      .insertInto('test_set_cases')
      .values(cases.map((one) => ({ test_set_id: id, case_id: one.id })))
      .execute()
    await announceTestSet(hospital, transaction, row)
    const subject = { testSetId: id, version, manifestHash: row.manifest_hash, cases: cases.length }
    await append(transaction, { type: 'test-set-sealed', at, subject, actor: account.id }, hospital.random)
    return announcementOf(row)
  })
}

function casesToSeal(db: HospitalDb, category: string, intakes: string[] | undefined): Promise<CaseRow[]> {
  const query = db.selectFrom('cases').selectAll().where('category', '=', category).orderBy('id')
  if (!intakes) return query.execute()
  return query
    .where('id', 'in', (build) =>
      build
        .selectFrom('intake_outcomes')
        .select('case_id')
        .where('intake_id', 'in', intakes)
        .where('case_id', 'is not', null)
        .$castTo<{ case_id: string }>(),
    )
    .execute()
}

async function nextVersion(db: HospitalDb, category: string, task: string): Promise<number> {
  const { last } = await db
    .selectFrom('test_sets')
    .select((build) => build.fn.max('version').as('last'))
    .where('category', '=', category)
    .where('task', '=', task)
    .executeTakeFirstOrThrow()
  return Number(last ?? 0) + 1
}

/** By patient and content, so that the hash depends on nothing else. */
async function manifestCases(db: HospitalDb, cases: readonly CaseRow[]) {
  const ids = cases.map(({ id }) => id)
  const files = await db.selectFrom('case_files').selectAll().where('case_id', 'in', ids).orderBy('name').execute()
  const byCase = Map.groupBy(files, ({ case_id }) => case_id)
  return cases.map(({ id, name, patient }) => ({
    ...{ caseId: id, name, patient },
    files: (byCase.get(id) ?? []).map(({ name: file, role, sha256 }) => ({ name: file, role, sha256 })),
  }))
}
