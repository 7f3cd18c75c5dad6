import type { CaseFile } from '@assay/categories'
import { AssayError, type IntakeRun, type Quarantined } from '@assay/contracts'
import type { BlobStore } from '@assay/store'
import type { HospitalDb } from '../hospital-tables.ts'
import type { IntakeRunRow } from './full-sample-tables.ts'

/** How an intake stands. Throws `not-found`. */
export async function viewIntakeRun(db: HospitalDb, id: string): Promise<IntakeRun> {
  const found = (await listIntakeRuns(db)).find((run) => run.id === id)
  if (!found) throw new AssayError('not-found', { what: 'intake' })
  return found
}

/** Every intake, the newest first. */
export async function listIntakeRuns(db: HospitalDb): Promise<IntakeRun[]> {
  const runs = await db.selectFrom('intake_runs').selectAll().orderBy('id', 'desc').execute()
  const counts = await db
    .selectFrom('intake_outcomes')
    .select(['intake_id', 'outcome'])
    .select((build) => build.fn.countAll<number>().as('count'))
    .groupBy(['intake_id', 'outcome'])
    .execute()
  return runs.map((run) => {
    const countOf = (outcome: string) =>
      Number(counts.find((one) => one.intake_id === run.id && one.outcome === outcome)?.count ?? 0)
    const { id, folder, category, provenance, state, found, failure } = run
    return {
      ...{ id, folder, category, provenance, state, found },
      ...{ accepted: countOf('accepted'), known: countOf('known'), quarantined: countOf('quarantined') },
      ...{ startedAt: run.started_at, finishedAt: run.finished_at, failure },
    }
  })
}

/** What intake refused, the newest first. */
export async function listQuarantine(db: HospitalDb): Promise<Quarantined[]> {
  const rows = await db.selectFrom('quarantine').selectAll().orderBy('id', 'desc').execute()
  return rows.map(({ id, name, code, parameters, at }) => ({ id, name, code, parameters, at }))
}

/** Intakes that are not finished. */
export function listRunningIntakes(db: HospitalDb): Promise<IntakeRunRow[]> {
  return db.selectFrom('intake_runs').selectAll().where('state', '=', 'running').orderBy('id').execute()
}

/** The files of a case, with their content. Throws `blob-corrupt`. */
export async function readCaseFiles(db: HospitalDb, blobs: BlobStore, caseId: string): Promise<CaseFile[]> {
  const rows = await db.selectFrom('case_files').selectAll().where('case_id', '=', caseId).orderBy('name').execute()
  return Promise.all(rows.map(async ({ name, role, sha256 }) => ({ name, role, bytes: await blobs.read(sha256) })))
}
