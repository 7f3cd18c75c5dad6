import { AssayError, type ResultsFileView, type RunConduct } from '@assay/contracts'
import { sha256OfJson } from '@assay/signing'
import type { Hospital } from '../../hospital.ts'
import type { HospitalDb } from '../../hospital-tables.ts'
import type { EvaluationRow } from '../evaluation-centre-tables.ts'
import { lockEvaluation } from '../evaluation-store.ts'
import type { ResultsFileTables } from './results-file-tables.ts'

/** The evaluation of an id, which runs by a results file, its row locked. Throws `not-found`, `way-of-running-differs`, `state-conflict`. */
export async function lockResultsRun(transaction: HospitalDb, id: string): Promise<EvaluationRow> {
  const evaluation = await lockEvaluation(transaction, id)
  const { wayOfRunning: way = 'package' } = evaluation.protocol
  if (way !== 'results-file') throw new AssayError('way-of-running-differs', { way })
  if (evaluation.state !== 'running')
    throw new AssayError('state-conflict', { what: 'evaluation', state: evaluation.state })
  return evaluation
}

/** What was handed over for an evaluation, if anything was. */
export function findResultsFile(db: HospitalDb, id: string): Promise<ResultsFileTables['results_files'] | undefined> {
  return db.selectFrom('results_files').selectAll().where('evaluation_id', '=', id).executeTakeFirst()
}

/** What was handed over. Throws `cases-not-handed-over`. */
export async function requireResultsFile(db: HospitalDb, id: string): Promise<ResultsFileTables['results_files']> {
  const found = await findResultsFile(db, id)
  if (!found) throw new AssayError('cases-not-handed-over')
  return found
}

/** Cases by the id that they were handed over under. */
export async function casesByShownId(db: HospitalDb, id: string): Promise<Map<string, string>> {
  const rows = await db
    .selectFrom('results_cases')
    .select(['shown_as', 'case_id'])
    .where('evaluation_id', '=', id)
    .execute()
  return new Map(rows.map(({ shown_as, case_id }) => [shown_as, case_id]))
}

/** How far a run by results file is. */
export async function viewResultsFile(
  { db, checking }: Pick<Hospital, 'db' | 'checking'>,
  id: string,
): Promise<ResultsFileView> {
  const found = await findResultsFile(db, id)
  return {
    handedOverAt: found?.handed_over_at ?? null,
    cases: (await casesByShownId(db, id)).size,
    listHash: found?.list_hash ?? null,
    list: found?.list ?? null,
    supervision: found?.supervision ?? null,
    takenAt: found?.taken_at ?? null,
    archiveHash: found?.archive_sha256 ?? null,
    checking: checking.get(id) ?? null,
    brought: found?.brought ?? null,
    archivesBrought: found?.brought_count ?? 0,
  }
}

/** What is told outside of a run that people supervised: all but the supervisor's name. */
export async function supervisionOf(db: HospitalDb, id: string): Promise<RunConduct['supervision']> {
  const found = await findResultsFile(db, id)
  if (!found?.supervision || !found.archive_sha256) return undefined
  const { supervisor: _, ...told } = found.supervision
  const { archive_sha256: archiveHash, brought_count: archivesBrought } = found
  return { ...told, recordHash: sha256OfJson(found.supervision), archiveHash, archivesBrought }
}
