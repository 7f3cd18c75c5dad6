import { AssayError, type QuarantineCounts, type Quarantined, type QuarantineQuery } from '@assay/contracts'
import type { HospitalDb } from '../../hospital-tables.ts'
import type { QuarantineRow } from '../full-sample-tables.ts'
import type { QuarantineFiles } from './quarantine-files.ts'

/** What was put aside, by what was asked, the newest first; `after` is the last entry of the page before. */
export async function listQuarantine(db: HospitalDb, asked: QuarantineQuery): Promise<Quarantined[]> {
  const found = await (asked.intake || asked.study ? ownIds(db, asked) : idsByKind(db, asked)).execute()
  if (found.length === 0) return []
  const ids = found.map(({ id }) => id)
  const rows = await db.selectFrom('quarantine').selectAll().where('id', 'in', ids).orderBy('id', 'desc').execute()
  return rows.map(viewOf)
}

/** Of an intake or a study. */
function ownIds(db: HospitalDb, { intake, study, after, limit, ...asked }: QuarantineQuery) {
  let ids = db
    .selectFrom('quarantine')
    .select('id')
    .where((build) => build.and(kindOf(asked)))
    .orderBy('id', 'desc')
    .limit(limit)
  if (intake !== undefined) ids = ids.where('intake_id', '=', intake)
  if (study !== undefined) ids = ids.where('study_id', '=', study)
  return after === undefined ? ids : ids.where('id', '<', after)
}

/**
 * The kinds that there are of what is asked stand in the counts, and the newest of each in an index: a kind that is rare among a million is
 * found as fast as a common one.
 */
function idsByKind(db: HospitalDb, { after, limit, ...asked }: QuarantineQuery) {
  return db
    .selectFrom((build) =>
      build
        .selectFrom('quarantine_counts')
        .selectAll()
        .where('entries', '>', 0)
        .where((counted) => counted.and(kindOf(asked)))
        .as('kind'),
    )
    .innerJoinLateral(
      (build) => {
        const newest = build
          .selectFrom('quarantine as entry')
          .select('entry.id')
          .whereRef('entry.category', '=', 'kind.category')
          .whereRef('entry.what', '=', 'kind.what')
          .whereRef('entry.code', '=', 'kind.code')
          .whereRef('entry.state', '=', 'kind.state')
          .orderBy('entry.id', 'desc')
          .limit(limit)
        return (after === undefined ? newest : newest.where('entry.id', '<', after)).as('found')
      },
      (join) => join.onTrue(),
    )
    .select('found.id')
    .orderBy('found.id', 'desc')
    .limit(limit)
}

function kindOf({ category, what, code, state }: Pick<QuarantineQuery, 'category' | 'what' | 'code' | 'state'>) {
  return {
    ...(category === undefined ? {} : { category }),
    ...(what === undefined ? {} : { what }),
    ...(code === undefined ? {} : { code }),
    ...(state === 'any' ? {} : { state }),
  }
}

/** How many entries there are of each kind, and since when the first of those that wait does. */
export async function countQuarantine(db: HospitalDb): Promise<QuarantineCounts> {
  const kinds = await db
    .selectFrom('quarantine_counts')
    .selectAll()
    .where('entries', '>', 0)
    .orderBy('category')
    .orderBy('what')
    .orderBy('code')
    .orderBy('state')
    .execute()
  const first = await db
    .selectFrom('quarantine')
    .select('at')
    .where('state', '=', 'waiting')
    .orderBy('id')
    .limit(1)
    .executeTakeFirst()
  return { kinds, waitingSince: first?.at ?? null }
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
    id,
    intakeId: row.intake_id,
    what,
    name,
    studyId: row.study_id,
    code,
    parameters,
    state,
    acceptable,
    at,
    decidedAt: row.decided_at,
    reason,
  }
}
