import type { ReferencedImages } from '@assay/categories'
import { AssayError } from '@assay/contracts'
import { pseudonymiser } from '@assay/formats'
import { inTransaction } from '@assay/store'
import { enterPlaces, keepCopies } from '../full-sample-centre/copies/keep-copies.ts'
import type { InstanceRow, StudyRow } from '../full-sample-centre/full-sample-tables.ts'
import type { Unit } from '../full-sample-centre/pipeline/prepared.ts'
import type { Hospital } from '../hospital.ts'

/** Images of one case as they stand in the index. */
export interface IndexedImages {
  readonly study: Pick<StudyRow, 'id' | 'patient' | 'provenance'>
  /** The UID, as it was replaced, of what the case is: a series, or an object. */
  readonly uid: string
  readonly files: readonly Pick<InstanceRow, 'uid' | 'sha256'>[]
}

/** What a table calls an image by: a file of its folder, or a UID as the hospital knows it. */
export type ImageName = { readonly file: Unit } | { readonly uid: string }

/**
 * The images that a table's line is about. A file is looked at again, as at its intake: what it is called in the index follows from its
 * content and the institution's key. So is a UID's pseudonym.
 * @throws AssayError reference-without-image (`where`)
 */
export async function findImages(
  hospital: Hospital,
  { name, unit, category, where }: { name: ImageName; unit: ReferencedImages['unit']; category: string; where: string },
): Promise<IndexedImages> {
  const uids = 'uid' in name ? [pseudonyms(hospital).uid(name.uid), name.uid] : await uidsOf(hospital, name.file, unit)
  const found = await (unit === 'series' ? findSeries(hospital, category, uids) : findObject(hospital, category, uids))
  if (!found) throw new AssayError('reference-without-image', { where })
  return found
}

function pseudonyms({ institutionKey }: Hospital) {
  return pseudonymiser(institutionKey.derive('deidentification'))
}

async function uidsOf(hospital: Hospital, file: Unit, unit: ReferencedImages['unit']): Promise<string[]> {
  const [prepared] = await hospital.preparer.prepare([file])
  if (prepared?.outcome !== 'prepared') return []
  const places = await keepCopies(hospital, [prepared])
  await inTransaction(hospital.db, (transaction) => enterPlaces(transaction, places))
  const { series, files } = prepared.entry
  const object = files[0]!.uid
  return unit === 'image' && isUid.test(object) ? [object] : [series.uid]
}

const isUid = /^[0-9.]+$/

const studyColumns = ['studies.id', 'studies.patient', 'studies.provenance'] as const

async function findSeries({ db }: Hospital, category: string, uids: readonly string[]) {
  if (uids.length === 0) return undefined
  const series = await db
    .selectFrom('series')
    .innerJoin('studies', 'studies.id', 'series.study_id')
    .select([...studyColumns, 'series.id as series_id', 'series.uid'])
    .where('studies.category', '=', category)
    .where('series.uid', 'in', uids)
    .executeTakeFirst()
  if (!series) return undefined
  const files = await db
    .selectFrom('instances')
    .select(['uid', 'sha256'])
    .where('series_id', '=', series.series_id)
    .where('role', '=', 'instance')
    .orderBy('uid')
    .execute()
  const { series_id: _, uid, ...study } = series
  return { study, uid, files }
}

/** An object of DICOM by its own UID; an image that is none, by that of its series, where it lies alone. */
async function findObject({ db }: Hospital, category: string, uids: readonly string[]) {
  if (uids.length === 0) return undefined
  const found = await db
    .selectFrom('instances')
    .innerJoin('series', 'series.id', 'instances.series_id')
    .innerJoin('studies', 'studies.id', 'series.study_id')
    .select([...studyColumns, 'instances.uid', 'instances.sha256', 'series.uid as series_uid'])
    .where('studies.category', '=', category)
    .where('instances.role', '=', 'instance')
    .where((build) => build.or([build('instances.uid', 'in', uids), build('series.uid', 'in', uids)]))
    .limit(2)
    .execute()
  const one = found.find(({ uid }) => uids.includes(uid)) ?? (found.length === 1 ? found[0] : undefined)
  if (!one) return undefined
  const { uid, sha256, series_uid, ...study } = one
  return { study, uid: uids.includes(uid) ? uid : series_uid, files: [{ uid, sha256 }] }
}
