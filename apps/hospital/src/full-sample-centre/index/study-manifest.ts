import { AssayError } from '@assay/contracts'
import { sha256OfJson } from '@assay/signing'
import type { HospitalDb } from '../../hospital-tables.ts'
import type { InstanceRow, SeriesRow, StudyRow } from '../full-sample-tables.ts'
import { boundFiles, by } from './bound-files.ts'

/** A study's series, each with its files, by their UIDs. */
export type SeriesWithFiles = SeriesRow & { readonly files: readonly InstanceRow[] }

/** Everything of a study. */
export async function readSeries(db: HospitalDb, studyId: string): Promise<SeriesWithFiles[]> {
  const series = await db.selectFrom('series').selectAll().where('study_id', '=', studyId).execute()
  const files = await db
    .selectFrom('instances')
    .selectAll('instances')
    .innerJoin('series', 'series.id', 'instances.series_id')
    .where('series.study_id', '=', studyId)
    .execute()
  const bySeries = Map.groupBy(files, ({ series_id }) => series_id)
  return series
    .map((one) => ({ ...one, files: (bySeries.get(one.id) ?? []).sort(by(({ uid }) => uid)) }))
    .sort(by(({ uid }) => uid))
}

/** The hash of a study's manifest: its patient, and name, role and hash of every file of every series. */
export function manifestHashOf(
  { uid, patient, category }: Pick<StudyRow, 'uid' | 'patient' | 'category'>,
  series: readonly SeriesWithFiles[],
): string {
  return sha256OfJson({
    schema: 'assay.study/1',
    study: uid,
    category,
    patient,
    series: series.map((one) => ({
      series: one.uid,
      files: boundFiles(one.files.map(({ uid: name, role, sha256 }) => ({ name, role, sha256 }))),
    })),
  })
}

/** Throws `study-altered` unless the records of a checked study are still what its manifest says. */
export function assertUnaltered(study: StudyRow, series: readonly SeriesWithFiles[]): void {
  const { manifest_hash } = study
  if (manifest_hash !== null && study.check_after === null && manifestHashOf(study, series) !== manifest_hash)
    throw new AssayError('study-altered')
}
