import { AssayError } from '@assay/contracts'
import { sha256OfJson } from '@assay/signing'
import type { CaseRow } from '../full-sample-centre/full-sample-tables.ts'
import { boundFiles, by } from '../full-sample-centre/index/bound-files.ts'
import type { HospitalDb } from '../hospital-tables.ts'
import type { TestSetRow } from './evaluation-centre-tables.ts'

type Sealed = Pick<TestSetRow, 'id' | 'category' | 'task' | 'version' | 'provenance'>
type Member = Pick<CaseRow, 'id' | 'name' | 'patient'>

// A statement takes at most 65,535 parameters.
const mostAtOnce = 10_000

/**
 * The manifest of a test set: name, role and hash of every file, bound to its case and patient, so that two patients'
 * files can't be swapped unseen. Its order depends on nothing but the ids of cases and the names of files.
 */
export async function composeManifest(db: HospitalDb, set: Sealed, members: readonly Member[]) {
  const { id: testSetId, category, task, version, provenance } = set
  const files = Map.groupBy(await filesOf(db, members), ({ case_id }) => case_id)
  const cases = members.toSorted(by(({ id }) => id)).map(({ id: caseId, name, patient }) => ({
    caseId,
    name,
    patient,
    files: boundFiles(files.get(caseId) ?? []),
  }))
  return { schema: 'assay.test-set/1', testSetId, category, task, version, provenance, cases }
}

/** Throws `test-set-altered` unless the records of a sealed set are still what its manifest says. */
export async function assertSealed(db: HospitalDb, set: TestSetRow): Promise<void> {
  const members = await db
    .selectFrom('test_set_cases as member')
    .innerJoin('cases', 'cases.id', 'member.case_id')
    .select(['cases.id', 'cases.name', 'cases.patient'])
    .where('member.test_set_id', '=', set.id)
    .execute()
  const manifest = await composeManifest(db, set, members)
  if (sha256OfJson(manifest) !== set.manifest_hash) throw new AssayError('test-set-altered')
}

async function filesOf(db: HospitalDb, members: readonly Member[]) {
  const found = []
  for (let from = 0; from < members.length; from += mostAtOnce) {
    const ids = members.slice(from, from + mostAtOnce).map(({ id }) => id)
    found.push(...(await db.selectFrom('case_files').selectAll().where('case_id', 'in', ids).execute()))
  }
  return found
}
