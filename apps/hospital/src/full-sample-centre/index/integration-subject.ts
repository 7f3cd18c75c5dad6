import { type Dataset, items, text } from '@assay/formats'
import type { Header, IntegrationSubject, SeriesSubject, StudySubject } from '@assay/governance'
import type { BlobStore } from '@assay/store'
import type { HospitalDb } from '../../hospital-tables.ts'
import type { StudyRow } from '../full-sample-tables.ts'
import { findShared } from '../linkage/find-shared.ts'
import { statementsOfTable } from './note-stated.ts'
import { statementsOfRecord } from './statements-of-record.ts'
import type { SeriesWithFiles } from './study-manifest.ts'

/** What the node's database knows around a study: other studies, other names of the patient, other hospitals. */
export type Surroundings = Pick<
  IntegrationSubject,
  'patient' | 'otherNames' | 'sharedWith' | 'sameContents' | 'contentsShared'
> & { readonly stated: IntegrationSubject['statements'] }

type Statement = IntegrationSubject['statements'][number]

/** Reads what is known around a study. */
export async function surroundingsOf(
  db: HospitalDb,
  study: StudyRow,
  series: readonly SeriesWithFiles[],
): Promise<Surroundings> {
  const patients = await findShared(db, 'patients', [study.patient])
  const images = await findShared(
    db,
    'images',
    series.map(({ uid }) => uid),
  )
  return {
    patient: study.patient || undefined,
    otherNames: await otherNamesOf(db, study.patient),
    sharedWith: patients && (patients.get(study.patient) ?? 0),
    sameContents: await sameContents(db, study, contentsOf(series)),
    contentsShared: images && firstContentsOf(series.filter(({ uid }) => images.has(uid))),
    stated: await statementsOfTable(db, study.id),
  }
}

/** A study with what the node knows around it, and what its files say of patient and examination. */
export async function integrationOf(
  blobs: BlobStore,
  { stated, ...surroundings }: Surroundings,
  series: readonly SeriesWithFiles[],
  subject: StudySubject,
): Promise<IntegrationSubject> {
  const { id, category, manifestHash } = subject
  const files = series.flatMap((one) => one.files)
  const said = await Promise.all(subject.series.map(statementsOf))
  return {
    id,
    category,
    manifestHash,
    ...surroundings,
    contents: contentsOf(series),
    instances: files.map(({ uid }) => uid),
    statements: [...said.flat(), ...(await statementsOfRecord(blobs, files)), ...stated],
    terms: series.flatMap((one) =>
      one.manufacturer && one.files[0]
        ? [{ file: one.files[0].uid, attribute: '(0008,0070)', value: one.manufacturer }]
        : [],
    ),
  }
}

function contentsOf(series: readonly SeriesWithFiles[]): IntegrationSubject['contents'] {
  return series.flatMap(({ files }) =>
    files.flatMap(({ uid, pixel_sha256 }) => (pixel_sha256 ? [{ file: uid, sha256: pixel_sha256 }] : [])),
  )
}

function firstContentsOf(series: readonly SeriesWithFiles[]) {
  return series.flatMap(({ files: [first] }) =>
    first?.pixel_sha256 ? [{ file: first.uid, sha256: first.pixel_sha256 }] : [],
  )
}

/** Other pseudonyms here that one identifier stands for, too. */
async function otherNamesOf(db: HospitalDb, patient: string): Promise<string[]> {
  const rows = await db
    .selectFrom('linkage_identities as own')
    .innerJoin('linkage_identities as other', 'other.input_hash', 'own.input_hash')
    .select('other.reference')
    .distinct()
    .where('own.subject', '=', 'patients')
    .where('other.subject', '=', 'patients')
    .where('own.reference', '=', patient)
    .where('other.reference', '<>', patient)
    .execute()
  return rows.map(({ reference }) => reference).sort()
}

// A statement takes at most 65,535 parameters.
const mostAtOnce = 10_000

/** The same pixels in other studies. */
async function sameContents(db: HospitalDb, study: StudyRow, contents: IntegrationSubject['contents']) {
  const fileOf = new Map(contents.map(({ file, sha256 }) => [sha256, file]))
  const hashes = [...fileOf.keys()]
  const found: IntegrationSubject['sameContents'][number][] = []
  for (let from = 0; from < hashes.length; from += mostAtOnce) {
    const rows = await db
      .selectFrom('instances')
      .innerJoin('series', 'series.id', 'instances.series_id')
      .innerJoin('studies', 'studies.id', 'series.study_id')
      .select(['instances.pixel_sha256', 'studies.uid', 'studies.patient'])
      .where('instances.pixel_sha256', 'in', hashes.slice(from, from + mostAtOnce))
      .where('studies.id', '<>', study.id)
      .orderBy('studies.uid')
      .execute()
    for (const { pixel_sha256, uid, patient } of rows)
      found.push({ file: fileOf.get(pixel_sha256!)!, sha256: pixel_sha256!, study: uid, patient })
  }
  return found
}

const sourceOf: Record<string, 'report' | 'reference'> = {
  SR: 'report',
  DOC: 'report',
  SEG: 'reference',
  RTSTRUCT: 'reference',
}

/** What the first file of a series says of its patient and examination; of reports and references, every file. */
async function statementsOf({ modality, first, headers }: SeriesSubject): Promise<Statement[]> {
  const source = sourceOf[modality] ?? 'image'
  const statementOf = ({ file, dataset }: Header): Statement => ({
    source,
    file,
    ...saidBy(dataset, source !== 'image'),
  })
  if (source === 'image') return first ? [statementOf(first)] : []
  const said: Statement[] = []
  for await (const header of headers()) said.push(statementOf(header))
  return said
}

function saidBy(dataset: Dataset, withReferences: boolean) {
  const said = {
    patient: text(dataset, '00100020'),
    sex: text(dataset, '00100040'),
    age: ageOf(text(dataset, '00101010')),
    study: text(dataset, '0020000D'),
  }
  const known = Object.entries(said).filter(([, value]) => value !== undefined && value !== '')
  return { ...Object.fromEntries(known), ...(withReferences ? { references: [...referencesIn(dataset)] } : {}) }
}

/** Years of an age string (DICOM PS3.5, AS), e.g. 061Y or 018M. */
function ageOf(age: string | undefined): number | undefined {
  const [, count, unit] = /^(\d{3})([DWMY])$/.exec(age ?? '') ?? []
  const years = { D: 1 / 365.25, W: 7 / 365.25, M: 1 / 12, Y: 1 }
  return count ? Number(count) * years[unit as keyof typeof years] : undefined
}

/** Referenced SOP Instance UID (0008,1155), at whatever depth. */
function referencesIn(dataset: Dataset, found = new Set<string>()): Set<string> {
  const uid = text(dataset, '00081155')
  if (uid) found.add(uid)
  for (const tag of dataset.elements.keys()) for (const item of items(dataset, tag)) referencesIn(item, found)
  return found
}
