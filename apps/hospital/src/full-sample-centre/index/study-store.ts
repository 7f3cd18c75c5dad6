import { AssayError, type Study, type StudyPage, type StudyQuery, type StudyView } from '@assay/contracts'
import { sql } from '@assay/store'
import type { HospitalDb } from '../../hospital-tables.ts'
import type { SeriesRow, StudyRow } from '../full-sample-tables.ts'
import { isOfRound } from '../linkage/linkage-store.ts'
import { noDate } from './no-date.ts'
import { assertUnaltered, readSeries } from './study-manifest.ts'

type Listed = Omit<StudyRow, 'passport' | 'counted' | 'rules_key' | 'intake_id' | 'check_after' | 'manifest_hash'>

const listed = [
  ...(['id', 'uid', 'patient', 'category', 'provenance', 'modality', 'manufacturer', 'model', 'body_part'] as const),
  ...(['study_date', 'series', 'instances', 'bytes', 'verdict', 'added_at', 'sex', 'age_band'] as const),
]

/** Studies by what was asked, by date and the newest first; `next` is where the next page goes on. Throws `input-invalid`. */
export async function listStudies(db: HospitalDb, asked: StudyQuery): Promise<StudyPage> {
  const { limit, after, from, to, ...equal } = asked
  let query = db.selectFrom('studies').select(listed)
  for (const key of ['category', 'modality', 'manufacturer', 'verdict', 'patient'] as const) {
    const value = equal[key]
    if (value !== undefined) query = query.where(key, '=', value)
  }
  if (equal.intake) query = query.where('intake_id', '=', equal.intake)
  if (equal.linkage) query = query.where(isOfRound(db, equal.linkage))
  if (from) query = query.where('study_date', '>=', from)
  if (to) query = query.where('study_date', '<=', to)
  if (after) {
    const { date, id } = readPlace(after)
    query = query.where(sql<boolean>`(study_date, id) < (${date}::date, ${id}::uuid)`)
  }
  const rows: Listed[] = await query.orderBy('study_date', 'desc').orderBy('id', 'desc').limit(limit).execute()
  const last = rows.length === limit ? rows.at(-1) : undefined
  return { studies: rows.map(viewOf), next: last ? `${last.study_date}_${last.id}` : null }
}

function readPlace(text: string): { date: string; id: string } {
  const [, date, id] = /^(\d{4}-\d{2}-\d{2})_([0-9a-f-]{36})$/.exec(text) ?? []
  if (!date || !id) throw new AssayError('input-invalid', { where: 'after', what: 'invalid_format' })
  return { date, id }
}

/** A study with its series and its passport. Throws `not-found`, `study-altered`. */
export async function viewStudy(db: HospitalDb, id: string): Promise<StudyView> {
  const study = await db.selectFrom('studies').selectAll().where('id', '=', id).executeTakeFirst()
  if (!study) throw new AssayError('not-found', { what: 'study' })
  const series = await readSeries(db, id)
  assertUnaltered(study, series)
  return {
    ...viewOf(study),
    seriesList: series.map(({ files, ...one }) => viewOfSeries({ ...one, instances: files.length })),
    manifestHash: study.manifest_hash,
    passport: study.passport,
  }
}

function viewOf(row: Listed): Study {
  const { id, uid, patient, category, provenance, modality, manufacturer, model, series, instances, bytes, verdict } =
    row
  return {
    id,
    uid,
    patient,
    category,
    provenance,
    modality,
    manufacturer,
    model,
    bodyPart: row.body_part,
    sex: row.sex,
    ageBand: row.age_band,
    studyDate: row.study_date === noDate ? null : row.study_date,
    series,
    instances,
    bytes,
    verdict,
    addedAt: row.added_at,
  }
}

function viewOfSeries(row: SeriesRow): StudyView['seriesList'][number] {
  const { id, uid, modality, manufacturer, model, description, instances, bytes } = row
  return {
    id,
    uid,
    modality,
    sopClass: row.sop_class,
    manufacturer,
    model,
    bodyPart: row.body_part,
    description,
    instances,
    bytes,
  }
}
