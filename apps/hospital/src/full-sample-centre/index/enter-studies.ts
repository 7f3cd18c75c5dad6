import type { StatedCharacteristics } from '@assay/categories'
import type { Clock, ErrorParameters, Provenance, Random } from '@assay/contracts'
import { givenRows, newId } from '@assay/store'
import type { HospitalDb } from '../../hospital-tables.ts'
import type { InstanceRow, SeriesRow, StudyRow } from '../full-sample-tables.ts'
import { noteStated } from './note-stated.ts'

type Described = Pick<StudyRow, 'modality' | 'manufacturer' | 'model' | 'body_part'>

/** Something that goes into the index: files of one series of one study. Everything in it is de-identified. */
export interface Entry {
  readonly study: {
    readonly uid: string
    readonly patient: string
    readonly study_date: string
    /** What `patients.tsv` says of the patient. */
    readonly stated?: StatedCharacteristics | undefined
  }
  readonly series: Pick<SeriesRow, 'uid' | 'sop_class' | 'description'> & Described
  readonly files: readonly Omit<InstanceRow, 'series_id'>[]
}

/** What became of an entry: new in the index, there already with the same bytes, or at odds with what is there. */
export type Entered =
  | { readonly outcome: 'accepted' | 'known'; readonly studyId: string }
  | {
      readonly outcome: 'refused'
      readonly code: 'study-of-another-patient' | 'study-of-another-provenance' | 'object-differs'
      readonly parameters: ErrorParameters
    }

interface Run {
  readonly id: string
  readonly category: string
  readonly provenance: Provenance
}

/** Enters files into the index, in the order given: each once, whatever is entered again. */
export async function enterStudies(
  transaction: HospitalDb,
  given: { clock: Clock; random: Random; run: Run; checkAfter: Date },
  entries: readonly Entry[],
): Promise<Entered[]> {
  if (entries.length === 0) return []
  const studies = await studiesOf(transaction, given, entries)
  const conflicts = entries.map(({ study }) => conflictOf(studies.get(study.uid)!, study.patient, given.run.provenance))
  const fitting = entries.filter((_, place) => !conflicts[place])
  const series = await seriesOf(transaction, given, fitting, studies)
  const seriesIdOf = ({ study, series: { uid } }: Entry) => series.get(keyOf(studies.get(study.uid)!.id, uid))!
  const hashes = await enterFiles(
    transaction,
    fitting.flatMap((entry) => entry.files.map((file) => ({ series_id: seriesIdOf(entry), ...file }))),
  )
  const entered = entries.map((entry, place): Entered => {
    const code = conflicts[place]
    if (code) return { outcome: 'refused', code, parameters: {} }
    const studyId = studies.get(entry.study.uid)!.id
    const found = entry.files.map((file) => outcomeOf(hashes, seriesIdOf(entry), file))
    if (found.includes('differs')) return { outcome: 'refused', code: 'object-differs', parameters: {} }
    return { outcome: found.includes('new') ? 'accepted' : 'known', studyId }
  })
  const touched = entered.flatMap((one) => (one.outcome === 'accepted' ? [one.studyId] : []))
  const stated = entered.flatMap((one, place) => statedOf(one, entries[place]!))
  const restated = await noteStated(transaction, stated)
  await markForCheck(transaction, [...new Set([...touched, ...restated])], given)
  return entered
}

function statedOf(entered: Entered, { study: { stated } }: Entry) {
  return entered.outcome === 'refused' || !stated ? [] : [{ studyId: entered.studyId, ...stated }]
}

async function studiesOf(
  transaction: HospitalDb,
  { clock, random, run, checkAfter }: { clock: Clock; random: Random; run: Run; checkAfter: Date },
  entries: readonly Entry[],
): Promise<Map<string, Pick<StudyRow, 'id' | 'patient' | 'provenance'>>> {
  const unique = new Map(entries.toReversed().map((entry) => [entry.study.uid, entry]))
  const rows = [...unique.values()].map(
    ({ study: { stated: _, ...study }, series: { modality, manufacturer, model, body_part } }): StudyRow => ({
      ...{ id: newId(clock, random), ...study, category: run.category, provenance: run.provenance, intake_id: run.id },
      ...{ modality, manufacturer, model, body_part, series: 0, instances: 0, bytes: 0, verdict: 'pending' },
      ...{ sex: '', age_band: '' },
      ...{ manifest_hash: null, passport: null, rules_key: null, counted: null },
      ...{ added_at: clock().toISOString(), check_after: checkAfter.toISOString() },
    }),
  )
  await transaction
    .insertInto('studies')
    .values(rows)
    .onConflict((conflict) => conflict.columns(['category', 'uid']).doNothing())
    .execute()
  const found = await transaction
    .selectFrom('studies')
    .select(['id', 'uid', 'patient', 'provenance'])
    .where('category', '=', run.category)
    .where('uid', 'in', [...unique.keys()])
    .execute()
  return new Map(found.map((one) => [one.uid, one]))
}

function conflictOf(study: Pick<StudyRow, 'patient' | 'provenance'>, patient: string, provenance: Provenance) {
  if (study.patient !== patient) return 'study-of-another-patient' as const
  return study.provenance === provenance ? undefined : ('study-of-another-provenance' as const)
}

async function seriesOf(
  transaction: HospitalDb,
  { clock, random }: { clock: Clock; random: Random },
  entries: readonly Entry[],
  studies: ReadonlyMap<string, { id: string }>,
): Promise<Map<string, string>> {
  const idOf = ({ study }: Entry) => studies.get(study.uid)!.id
  const unique = new Map(entries.toReversed().map((entry) => [keyOf(idOf(entry), entry.series.uid), entry]))
  if (unique.size === 0) return new Map()
  const rows = [...unique.values()].map(
    (entry): SeriesRow => ({
      ...{ id: newId(clock, random), study_id: idOf(entry), ...entry.series, instances: 0, bytes: 0 },
    }),
  )
  await transaction
    .insertInto('series')
    .values(rows)
    .onConflict((conflict) => conflict.columns(['study_id', 'uid']).doNothing())
    .execute()
  const found = await transaction
    .selectFrom('series')
    .select(['id', 'study_id', 'uid'])
    .where('study_id', 'in', [...new Set(entries.map(idOf))])
    .execute()
  return new Map(found.map(({ id, study_id, uid }) => [keyOf(study_id, uid), id]))
}

/** What stands in the index after files were entered: by series and name, the hash, and whether it is new. */
type Hashes = ReadonlyMap<string, { sha256: string; isNew: boolean }>

const hashTypes = { sha256: 'text', pixel_sha256: 'text', size: 'int8' } as const
const instanceTypes = { series_id: 'uuid', uid: 'text', role: 'text', ...hashTypes } as const

async function enterFiles(transaction: HospitalDb, files: readonly InstanceRow[]): Promise<Hashes> {
  const unique = new Map(files.toReversed().map((file) => [keyOf(file.series_id, file.uid), file]))
  if (unique.size === 0) return new Map()
  const rows = [...unique.values()]
  const given = givenRows(rows, instanceTypes)
  const entered = await transaction
    .insertInto('instances')
    .columns(given.columns)
    .expression(given.rows)
    .onConflict((conflict) => conflict.columns(['series_id', 'uid']).doNothing())
    .returning(['series_id', 'uid'])
    .execute()
  const isNew = new Set(entered.map(({ series_id, uid }) => keyOf(series_id, uid)))
  const known = rows.filter(({ series_id, uid }) => !isNew.has(keyOf(series_id, uid)))
  const hashes = new Map(rows.map(({ series_id, uid, sha256 }) => [keyOf(series_id, uid), { sha256, isNew: true }]))
  for (const { series_id, uid, sha256 } of await hashesOf(transaction, known))
    hashes.set(keyOf(series_id, uid), { sha256, isNew: false })
  return hashes
}

async function hashesOf(transaction: HospitalDb, files: readonly InstanceRow[]) {
  if (files.length === 0) return []
  return transaction
    .selectFrom('instances')
    .select(['series_id', 'uid', 'sha256'])
    .where('series_id', 'in', [...new Set(files.map(({ series_id }) => series_id))])
    .where('uid', 'in', [...new Set(files.map(({ uid }) => uid))])
    .execute()
}

function outcomeOf(
  hashes: Hashes,
  seriesId: string,
  file: { uid: string; sha256: string },
): 'new' | 'known' | 'differs' {
  const found = hashes.get(keyOf(seriesId, file.uid))!
  if (found.sha256 !== file.sha256) return 'differs'
  const outcome = found.isNew ? 'new' : 'known'
  found.isNew = false
  return outcome
}

/** A study that changes is checked when nothing more has come for a while, or when its intake ends. */
export async function markForCheck(
  transaction: HospitalDb,
  ids: readonly string[],
  { run, checkAfter }: { run: Pick<Run, 'id'>; checkAfter: Date },
): Promise<void> {
  if (ids.length === 0) return
  await transaction
    .updateTable('studies')
    .set({ check_after: checkAfter.toISOString(), intake_id: run.id })
    .where('id', 'in', ids)
    .execute()
}

function keyOf(a: string, b: string): string {
  return `${a}/${b}`
}
