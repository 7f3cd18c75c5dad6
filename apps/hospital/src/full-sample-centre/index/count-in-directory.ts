import { jsonb, sql } from '@assay/store'
import type { HospitalDb } from '../../hospital-tables.ts'
import type { DirectoryRow, StudyRow } from '../full-sample-tables.ts'
import { noDate } from './no-date.ts'

/** How a study stands in the directory: its place, and what it counts for there. */
export function placeOf(study: Omit<StudyRow, 'passport' | 'counted'>): DirectoryRow {
  const { category, modality, manufacturer, model, body_part, verdict, series, instances } = study
  const year = study.study_date === noDate ? 0 : Number(study.study_date.slice(0, 4))
  return { category, modality, manufacturer, model, body_part, year, verdict, studies: 1, series, instances }
}

/** Moves a study's counts from where it stood to where it stands; null for one that is not counted. */
export async function countInDirectory(
  transaction: HospitalDb,
  studyId: string,
  before: DirectoryRow | null,
  after: DirectoryRow | null,
): Promise<void> {
  if (before) await add(transaction, { ...before, ...times(before, -1) })
  if (after) await add(transaction, after)
  await transaction
    .updateTable('studies')
    .set({ counted: after && jsonb(after) })
    .where('id', '=', studyId)
    .execute()
}

function times({ studies, series, instances }: DirectoryRow, factor: number) {
  return { studies: factor * studies, series: factor * series, instances: factor * instances }
}

async function add(transaction: HospitalDb, row: DirectoryRow): Promise<void> {
  await transaction
    .insertInto('directory')
    .values(row)
    .onConflict((conflict) =>
      conflict.columns(['category', 'modality', 'manufacturer', 'model', 'body_part', 'year', 'verdict']).doUpdateSet({
        studies: sql`directory.studies + excluded.studies`,
        series: sql`directory.series + excluded.series`,
        instances: sql`directory.instances + excluded.instances`,
      }),
    )
    .execute()
}
