import type { CaseFile } from '@assay/categories'
import { AssayError, type IntakeRun } from '@assay/contracts'
import type { BlobStore } from '@assay/store'
import type { Hospital } from '../../hospital.ts'
import type { HospitalDb } from '../../hospital-tables.ts'
import type { IntakeRunRow } from '../full-sample-tables.ts'

/** How an intake stands. Throws `not-found`. */
export async function viewIntakeRun({ db, clock }: Pick<Hospital, 'db' | 'clock'>, id: string): Promise<IntakeRun> {
  const found = await db.selectFrom('intake_runs').selectAll().where('id', '=', id).executeTakeFirst()
  if (!found) throw new AssayError('not-found', { what: 'intake' })
  return viewOf(found, clock())
}

/** Rows of a listing at most. */
const mostRows = 500

/** The newest intakes, the newest first. */
export async function listIntakeRuns({ db, clock }: Pick<Hospital, 'db' | 'clock'>): Promise<IntakeRun[]> {
  const rows = await db.selectFrom('intake_runs').selectAll().orderBy('id', 'desc').limit(mostRows).execute()
  const now = clock()
  return rows.map((row) => viewOf(row, now))
}

/** Intakes that are not finished. */
export function listRunningIntakes(db: HospitalDb): Promise<IntakeRunRow[]> {
  return db.selectFrom('intake_runs').selectAll().where('state', '=', 'running').orderBy('id').execute()
}

/** The files of a case, with their content. Throws `blob-corrupt`. */
export async function readCaseFiles(db: HospitalDb, blobs: BlobStore, caseId: string): Promise<CaseFile[]> {
  const rows = await db.selectFrom('case_files').selectAll().where('case_id', '=', caseId).orderBy('name').execute()
  return Promise.all(
    rows.map(async ({ name, role, sha256, reader }) => ({
      name,
      role,
      bytes: await blobs.read(sha256),
      ...(reader ? { reader } : {}),
    })),
  )
}

function viewOf(row: IntakeRunRow, now: Date): IntakeRun {
  const { id, way, source, category, provenance, state, found, accepted, known, quarantined, bytes, failure } = row
  return {
    id,
    way,
    source,
    category,
    provenance,
    state,
    found,
    accepted,
    known,
    quarantined,
    bytes,
    ...rateOf(row, now),
    startedAt: row.started_at,
    finishedAt: row.finished_at,
    failure,
  }
}

/** Over the whole of an intake's time, waits of the machine included. */
function rateOf(row: IntakeRunRow, now: Date): Pick<IntakeRun, 'perSecond' | 'secondsLeft'> {
  const done = row.accepted + row.known + row.quarantined
  const seconds = (now.getTime() - Date.parse(row.started_at)) / 1000
  if (row.state !== 'running' || done === 0 || seconds <= 0) return { perSecond: null, secondsLeft: null }
  const perSecond = done / seconds
  return { perSecond, secondsLeft: Math.max(0, row.found - done) / perSecond }
}
