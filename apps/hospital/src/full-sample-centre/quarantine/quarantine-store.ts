import { AssayError, type Quarantined } from '@assay/contracts'
import type { HospitalDb } from '../../hospital-tables.ts'
import type { QuarantineRow } from '../full-sample-tables.ts'
import type { QuarantineFiles } from './quarantine-files.ts'

/** Rows of a listing at most. */
const mostRows = 1000

/** What was put aside, by one intake or by all, the newest first; what waits, unless all is asked for. */
export async function listQuarantine(
  db: HospitalDb,
  { all, intake }: { all: boolean; intake?: string | undefined },
): Promise<Quarantined[]> {
  let rows = db.selectFrom('quarantine').selectAll().orderBy('id', 'desc').limit(mostRows)
  if (!all) rows = rows.where('state', '=', 'waiting')
  if (intake !== undefined) rows = rows.where('intake_id', '=', intake)
  return (await rows.execute()).map(viewOf)
}

/** Something that was put aside. Throws `not-found`. */
export async function viewQuarantined(db: HospitalDb, id: string): Promise<Quarantined> {
  const row = await db.selectFrom('quarantine').selectAll().where('id', '=', id).executeTakeFirst()
  if (!row) throw new AssayError('not-found', { what: 'quarantine' })
  return viewOf(row)
}

/** Removes kept files that no waiting entry refers to: a kill left them. */
export async function tidyQuarantine(db: HospitalDb, quarantine: QuarantineFiles): Promise<void> {
  const rows = await db.selectFrom('quarantine').select('files').where('state', '=', 'waiting').execute()
  await quarantine.removeAllBut(new Set(rows.flatMap(({ files }) => files.map(({ file }) => file))))
}

function viewOf(row: QuarantineRow): Quarantined {
  const { id, what, name, code, parameters, state, acceptable, at, reason } = row
  return {
    ...{ id, intakeId: row.intake_id, what, name, studyId: row.study_id, code, parameters, state, acceptable, at },
    ...{ decidedAt: row.decided_at, reason },
  }
}
