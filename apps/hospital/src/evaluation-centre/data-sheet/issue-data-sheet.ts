import type { DataSheet } from '@assay/contracts'
import { composeDataSheet, examineSet } from '@assay/governance'
import type { Hospital } from '../../hospital.ts'
import type { HospitalDb } from '../../hospital-tables.ts'
import { declaredAtSealing, findTestSet } from '../evaluation-store.ts'
import { describeSet } from './describe-set.ts'

/** A sealed set's data sheet as things stand now: what is in it, what is known of its quality, how far it is used up. Throws `not-found`. */
export async function issueDataSheet(hospital: Hospital, testSetId: string): Promise<DataSheet> {
  const { db, ruleSets, identity, clock } = hospital
  const set = await findTestSet(db, testSetId)
  const issuedAt = clock().toISOString()
  const training = await declaredAtSealing(db, testSetId)
  const { subject, passports } = await describeSet(hospital, set, training)
  const use = await examineSet({ subject, ruleSets, issuedAt })
  return composeDataSheet(subject, use, {
    testSetId,
    hospital: identity.name,
    category: set.category,
    task: set.task,
    version: set.version,
    provenance: set.provenance,
    manifestHash: set.manifest_hash,
    sealedAt: set.sealed_at,
    issuedAt,
    passports,
    declared: {
      target: set.target,
      expiresOn: set.expires_on,
      training: training.map(({ contents, ...named }) => ({ ...named, contents: contents.length })),
    },
    formats: await formatsOf(db, testSetId),
  })
}

/** Files by format, as their roles in the case tell it. */
async function formatsOf(db: HospitalDb, testSetId: string): Promise<Record<string, number>> {
  const rows = await db
    .selectFrom('test_set_cases as member')
    .innerJoin('case_files', 'case_files.case_id', 'member.case_id')
    .select('case_files.role')
    .select((build) => build.fn.countAll<number>().as('count'))
    .where('member.test_set_id', '=', testSetId)
    .where('case_files.role', 'not in', ['reference', 'reading'])
    .groupBy('case_files.role')
    .execute()
  const total = (isWfdb: boolean) =>
    rows
      .filter(({ role }) => /^(signal|segment)/.test(role) === isWfdb)
      .reduce((sum, { count }) => sum + Number(count), 0)
  const formats = { wfdb: total(true), other: total(false) }
  return Object.fromEntries(Object.entries(formats).filter(([, count]) => count > 0))
}
