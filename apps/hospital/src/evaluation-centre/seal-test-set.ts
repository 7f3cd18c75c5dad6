import { findTask } from '@assay/categories'
import {
  type Account,
  AssayError,
  type Provenance,
  type TestSetAnnouncement,
  type TrainingDeclaration,
  type testSetRequest,
} from '@assay/contracts'
import type { z } from '@assay/http'
import { append } from '@assay/ledger'
import { canonicalBytes, sha256, sha256OfJson } from '@assay/signing'
import { inTransaction, jsonb, newId, sql } from '@assay/store'
import { collectLabels } from '../annotated-centre/collect-labels.ts'
import type { CaseRow } from '../full-sample-centre/full-sample-tables.ts'
import type { Hospital } from '../hospital.ts'
import type { HospitalDb } from '../hospital-tables.ts'
import { announceTestSet } from '../hub-link/announce-test-set.ts'
import { choosePolicy } from '../release-gate/choose-policy.ts'
import type { TestSetRow } from './evaluation-centre-tables.ts'
import { announcementOf } from './evaluation-store.ts'
import { composeManifest } from './test-set-manifest.ts'

/**
 * Seals accepted cases that have a reference standard into a new version of a test set, keeps its manifest by its hash, and
 * announces it with its counts. What is declared of its use (target population, last day, training data) stays here, and its hash is in
 * the ledger. A sealed set is never edited. Throws `not-found` for a task or an intake that there isn't,
 * `state-conflict` while a chosen intake runs, `test-set-empty`; `test-set-mixed` for cases of several provenances, since
 * one policy has to hold for all of a set; `provenance-not-releasable` where no policy lets the counts out.
 */
export async function sealTestSet(
  hospital: Hospital,
  account: Account,
  { category, task, intakes, ...declared }: z.infer<typeof testSetRequest>,
): Promise<TestSetAnnouncement> {
  if (!findTask(category, task)) throw new AssayError('not-found', { what: 'task' })
  await collectLabels(hospital, category)
  return inTransaction(hospital.db, async (transaction) => {
    // Versions are numbered one after the other.
    await sql`lock table test_sets in share row exclusive mode`.execute(transaction)
    await assertIntakesFinished(transaction, category, intakes)
    const cases = await casesToSeal(transaction, category, intakes)
    const at = hospital.clock()
    const set = {
      id: newId(hospital.clock, hospital.random),
      category,
      task,
      provenance: provenanceOf(cases),
      version: await nextVersion(transaction, category, task),
    }
    const manifest = canonicalBytes(await composeManifest(transaction, set, cases))
    const row: TestSetRow = {
      ...set,
      manifest_hash: sha256(manifest),
      sealed_at: at.toISOString(),
      patients: new Set(cases.map(({ patient }) => patient)).size,
      cases: cases.length,
      target: declared.target ?? {},
      expires_on: declared.expiresOn ?? null,
    }
    await transaction
      .insertInto('test_sets')
      .values({ ...row, target: jsonb(row.target) })
      .execute()
    await addCases(transaction, set.id, cases)
    await addDeclarations(transaction, set.id, declared.training ?? [])
    await hospital.blobs.put(manifest)
    await announceTestSet(hospital, transaction, row)
    const subject = {
      testSetId: row.id,
      version: row.version,
      manifestHash: row.manifest_hash,
      cases: row.cases,
      ...(Object.keys(declared).length > 0 ? { declaredHash: sha256OfJson(declared) } : {}),
    }
    await append(transaction, { type: 'test-set-sealed', at, subject, actor: account.id }, hospital.random)
    return announcementOf(row)
  })
}

async function assertIntakesFinished(db: HospitalDb, category: string, intakes: string[] | undefined): Promise<void> {
  const query = db.selectFrom('intake_runs').select(['id', 'state']).where('category', '=', category)
  const runs = await (intakes ? query.where('id', 'in', intakes) : query).execute()
  if (new Set(intakes).size > runs.length) throw new AssayError('not-found', { what: 'intake' })
  const state = 'running'
  if (runs.some((run) => run.state === state)) throw new AssayError('state-conflict', { what: 'intake', state })
}

/** Verdicts of studies that may be used. Cases of before there were studies have none. */
const usable = ['accept', 'warn', 'accepted-by-steward'] as const

function casesToSeal(
  db: HospitalDb,
  category: string,
  intakes: string[] | undefined,
): Promise<Pick<CaseRow, 'id' | 'name' | 'patient' | 'provenance'>[]> {
  const query = db
    .selectFrom('cases')
    .innerJoin('reference_standards', 'reference_standards.case_id', 'cases.id')
    .leftJoin('studies', 'studies.id', 'cases.study_id')
    .select(['cases.id', 'cases.name', 'cases.patient', 'cases.provenance'])
    .where('cases.category', '=', category)
    .where((build) => build.or([build('studies.id', 'is', null), build('studies.verdict', 'in', usable)]))
  if (!intakes) return query.execute()
  return query
    .where('cases.id', 'in', (build) =>
      build
        .selectFrom('intake_outcomes')
        .select('case_id')
        .where('intake_id', 'in', intakes)
        .where('case_id', 'is not', null)
        .$castTo<{ case_id: string }>(),
    )
    .execute()
}

function provenanceOf(cases: readonly Pick<CaseRow, 'provenance'>[]): Provenance {
  const [provenance, ...others] = new Set(cases.map((one) => one.provenance))
  if (!provenance) throw new AssayError('test-set-empty')
  if (others.length > 0) throw new AssayError('test-set-mixed')
  choosePolicy(provenance)
  return provenance
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

// A statement takes at most 65,535 parameters.
const mostRows = 10_000

async function addCases(transaction: HospitalDb, id: string, cases: readonly { id: string }[]): Promise<void> {
  for (let from = 0; from < cases.length; from += mostRows) {
    const rows = cases.slice(from, from + mostRows).map((one) => ({ test_set_id: id, case_id: one.id }))
    await transaction.insertInto('test_set_cases').values(rows).execute()
  }
}

async function addDeclarations(
  transaction: HospitalDb,
  test_set_id: string,
  declarations: readonly TrainingDeclaration[],
): Promise<void> {
  for (const [place, { device, dataSets, contents }] of declarations.entries())
    await transaction
      .insertInto('training_declarations')
      .values({ test_set_id, place, device, data_sets: jsonb(dataSets), contents: jsonb(contents) })
      .execute()
}
