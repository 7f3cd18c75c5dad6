import type { PublicIdentity, TestSetAnnouncement } from '@assay/contracts'
import { type VerificationKey, verificationKey } from '@assay/signing'
import type { HubDb } from '../hub-tables.ts'
import type { HospitalRow, TestSetRow } from './data-platform-tables.ts'

/** All hospitals, in the order in which they joined. */
export function listHospitalRows(db: HubDb): Promise<HospitalRow[]> {
  return db.selectFrom('hospitals').selectAll().orderBy('enrolled_at').orderBy('id').execute()
}

/** Hospitals by id; those that are not there are left out. */
export function findHospitals(db: HubDb, ids: readonly string[]): Promise<HospitalRow[]> {
  return db.selectFrom('hospitals').selectAll().where('id', 'in', ids).execute()
}

/** The key pinned for a hospital; none for a stranger. */
export async function pinnedKeys(db: HubDb, hospitalId: string): Promise<VerificationKey[]> {
  const [row] = await findHospitals(db, [hospitalId])
  return row ? [verificationKey(row.public_key)] : []
}

/** A hospital as others verify it. */
export function identityOf({ id, name, key_id, public_key }: HospitalRow): PublicIdentity {
  return { id, role: 'hospital', name, keyId: key_id, publicKey: public_key }
}

/** The newest version of each sealed set of these hospitals. */
export function findTestSets(db: HubDb, hospitals: readonly string[]): Promise<TestSetRow[]> {
  return db
    .selectFrom('test_sets')
    .selectAll()
    .distinctOn(['hospital_id', 'test_set_id'])
    .where('hospital_id', 'in', hospitals)
    .orderBy('hospital_id')
    .orderBy('test_set_id')
    .orderBy('version', 'desc')
    .execute()
}

/** The set that an evaluation of this task would use at each hospital: the one sealed last. */
export async function findLatestTestSets(
  db: HubDb,
  hospitals: readonly string[],
  { category, task }: { category: string; task: string },
): Promise<Map<string, TestSetRow>> {
  const rows = await findTestSets(db, hospitals)
  const fitting = rows.filter((row) => row.category === category && row.task === task)
  fitting.sort((a, b) => Date.parse(a.sealed_at) - Date.parse(b.sealed_at))
  return new Map(fitting.map((row) => [row.hospital_id, row]))
}

/** The set of one hospital in one version. */
export function findAnnouncement(
  db: HubDb,
  { hospitalId, testSetId, version }: { hospitalId: string; testSetId: string; version: number },
): Promise<TestSetRow> {
  return db
    .selectFrom('test_sets')
    .selectAll()
    .where('hospital_id', '=', hospitalId)
    .where('test_set_id', '=', testSetId)
    .where('version', '=', version)
    .executeTakeFirstOrThrow()
}

/** A set as its hospital announced it. */
export function announcementOf(row: TestSetRow): TestSetAnnouncement {
  const { category, task, version, provenance, patients, cases } = row
  return {
    testSetId: row.test_set_id,
    category,
    task,
    version,
    provenance,
    manifestHash: row.manifest_hash,
    patients,
    cases,
    sealedAt: row.sealed_at,
  }
}
