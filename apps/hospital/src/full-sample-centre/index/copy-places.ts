import type { HospitalDb } from '../../hospital-tables.ts'
import type { PackedBlobRow } from '../full-sample-tables.ts'

/** Where those files of a study lie that share a pack with others. */
export function placesOf(db: HospitalDb, studyId: string): Promise<PackedBlobRow[]> {
  return db
    .selectFrom('series')
    .innerJoin('instances', 'instances.series_id', 'series.id')
    .innerJoin('packed_blobs', 'packed_blobs.sha256', 'instances.sha256')
    .selectAll('packed_blobs')
    .where('series.study_id', '=', studyId)
    .execute()
}
