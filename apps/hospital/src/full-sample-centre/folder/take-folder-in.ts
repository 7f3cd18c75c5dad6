import { constants } from 'node:fs'
import { open } from 'node:fs/promises'
import { join } from 'node:path'
import {
  type Category,
  findCategory,
  type ListedCase,
  type ListedReference,
  patientOf,
  patientsTable,
  readPatientsTable,
  readReferenceTable,
  referenceFiles,
} from '@assay/categories'
import { AssayError } from '@assay/contracts'
import { sniffFormat } from '@assay/formats'
import { type ReferenceUnit, takeReferencesIn } from '../../annotated-centre/take-references-in.ts'
import type { Hospital } from '../../hospital.ts'
import type { HospitalDb } from '../../hospital-tables.ts'
import type { IntakeRunRow } from '../full-sample-tables.ts'
import { finishIntake } from '../pipeline/finish-intake.ts'
import { handleOf } from '../pipeline/handle.ts'
import { type IntakeUnit, takeObjectsIn } from '../pipeline/take-objects-in.ts'
import { nameOf, takeRecordIn } from '../pipeline/take-record-in.ts'
import { closeOvertaken } from './close-overtaken.ts'
import { intakeFolder } from './intake-folder.ts'
import { voxelPairing } from './pair-voxels.ts'
import { shownPath } from './path-bytes.ts'
import { stampOf } from './stamp-of.ts'
import { inGroups, type Walked, walkFolder } from './walk-folder.ts'
import { until } from './watch-folders.ts'

/** Files looked at together, and such groups under way at a time, so that every core is kept busy. */
const [groupSize, mostGroups] = [128, 3]

/** Takes a folder below the node's intake folder in. Its files stay where they are. */
export async function takeFolderIn(hospital: Hospital, run: IntakeRunRow, signal: AbortSignal): Promise<void> {
  await takeAllBelow(hospital, run, intakeFolder(hospital.intakeRoot, run.source), signal)
  if (run.watched_id !== null) await closeOvertaken(hospital, run)
  await finishIntake(hospital, run, signal)
}

/** Takes everything below a folder in that has no outcome yet: records by their lists, everything else file by file. */
export async function takeAllBelow(
  hospital: Hospital,
  run: IntakeRunRow,
  folder: string,
  signal: AbortSignal,
): Promise<void> {
  const category = findCategory(run.category)
  if (!category) throw new AssayError('not-found', { what: 'category' })
  if (category.listCases) await takeRecordsIn(hospital, run, category as WithRecords, folder, signal)
  else await takeFilesIn(hospital, run, category, folder, signal)
}

type WithRecords = Category & { listCases: NonNullable<Category['listCases']> }

async function takeRecordsIn(
  hospital: Hospital,
  run: IntakeRunRow,
  category: WithRecords,
  folder: string,
  signal: AbortSignal,
): Promise<void> {
  const listed = category.listCases(folder)
  await noteFound(hospital, run, listed.length)
  const done = await itemsDone(hospital.db, run.id)
  for (const one of listed) {
    if (signal.aborted) return
    const item = nameOf(hospital, run, one)
    if (done.has(item)) continue
    const alone = await dicomAlone(one, folder)
    if (alone) await takeObjectsIn(hospital, run, [{ item, name: item, path: alone, category: run.category }])
    else await takeRecordIn(hospital, run, category, one, folder)
  }
}

/** The path of a waveform that is DICOM and has no annotations: it stays what it is, and says whose it is. */
async function dicomAlone({ files }: ListedCase, folder: string): Promise<string | undefined> {
  const [file, ...others] = files
  if (file?.role !== 'waveform' || others.length > 0) return undefined
  const opened = await open(join(folder, file.name), constants.O_RDONLY | constants.O_NOFOLLOW).catch(() => undefined)
  try {
    const { buffer, bytesRead } = (await opened?.read(Buffer.alloc(4096))) ?? { buffer: Buffer.alloc(0), bytesRead: 0 }
    return sniffFormat(buffer.subarray(0, bytesRead)) === 'dicom' ? join(folder, file.name) : undefined
  } finally {
    await opened?.close()
  }
}

/** Files below a folder, then what its table says of them. */
async function takeFilesIn(
  hospital: Hospital,
  run: IntakeRunRow,
  category: Category,
  folder: string,
  signal: AbortSignal,
): Promise<void> {
  const { referencedImages } = category
  const isDone = await doneBefore(hospital, run)
  const table = readPatientsTable(folder)
  const listed = (referencedImages && readReferenceTable(folder, referencedImages)) ?? []
  const references = listed.map((one) => referenceUnit(hospital, run, one))
  const notTaken = new Set([...(table ? [patientsTable] : []), ...referenceNames(folder, listed, category)])
  const place: Place = { folder, table, notTaken, rested: await restedOf(hospital, run) }
  const groups = () => newUnits(hospital, run, place, isDone)
  const files = run.watched_id === null ? await countFiles(place) : await countUnits(groups())
  await noteFound(hospital, run, files + references.length)
  await takeGroupsIn(hospital, run, groups(), signal)
  if (!referencedImages) return
  const done = await itemsDone(hospital.db, run.id)
  const waiting = references.filter(({ item }) => !done.has(item))
  const from = { folder, category: { ...category, referencedImages }, unitOf: unitFinder(hospital, run, place) }
  await takeReferencesIn(hospital, run, from, waiting, signal)
}

function referenceNames(
  folder: string,
  listed: readonly ListedReference[],
  { referencedImages }: Category,
): Set<string> {
  return listed.length > 0 && referencedImages ? referenceFiles(folder, listed, referencedImages) : new Set()
}

function referenceUnit({ handleKey }: Hospital, run: IntakeRunRow, listed: ListedReference): ReferenceUnit {
  const item = handleOf(handleKey, run.watched_id ?? run.id, 'reference', listed.image)
  return { item, name: run.names_are_neutral ? listed.image : item, listed }
}

/** Files a group at a time, several groups under way, so that memory is the same however many there are. */
async function takeGroupsIn(
  hospital: Hospital,
  run: IntakeRunRow,
  groups: AsyncIterable<IntakeUnit[]>,
  signal: AbortSignal,
): Promise<void> {
  const underWay = new Set<Promise<void>>()
  let fault: unknown
  for await (const units of groups) {
    if (signal.aborted || fault) break
    const group: Promise<void> = takeObjectsIn(hospital, run, units)
      .catch((error: unknown) => {
        fault ??= error
      })
      .finally(() => underWay.delete(group))
    underWay.add(group)
    if (underWay.size >= mostGroups) await Promise.race(underWay)
  }
  await Promise.all(underWay)
  if (fault) throw fault
}

async function countFiles(place: Place): Promise<number> {
  let count = 0
  for await (const _ of imagesIn(place)) count += 1
  return count
}

async function countUnits(groups: AsyncIterable<IntakeUnit[]>): Promise<number> {
  let count = 0
  for await (const group of groups) count += group.length
  return count
}

/** A folder, whose its files are, where a table in it says it, and the files that are no images: tables, and what they name. */
interface Place {
  readonly folder: string
  readonly table: ReturnType<typeof readPatientsTable>
  readonly notTaken: ReadonlySet<string>
  /** Of a watched folder, until when what is taken in had changed: what changed later is left to a later look. */
  readonly rested: number
}

/** Files of a folder that have no outcome yet, in groups. */
async function* newUnits(
  hospital: Hospital,
  run: IntakeRunRow,
  place: Place,
  isDone: (unit: IntakeUnit) => boolean,
): AsyncGenerator<IntakeUnit[]> {
  for await (const found of inGroups(imagesIn(place), groupSize)) {
    const units = (await unitsOf(hospital, run, place, found)).filter((unit) => !isDone(unit))
    if (units.length > 0) yield units
  }
}

/** Something to take in: its path, and that of the file with its voxels where it has one. */
interface Found extends Walked {
  readonly voxels?: string | undefined
}

async function* imagesIn({ folder, notTaken }: Place): AsyncGenerator<Found> {
  const pairOf = voxelPairing(folder)
  for await (const walked of walkFolder(folder)) {
    const pair = walked.fault ? {} : await pairOf(walked.path)
    if (pair !== 'voxels' && !notTaken.has(walked.path)) yield { ...walked, ...pair }
  }
}

/** Of a watched folder, what was taken in as it stands now; of any other, what has its outcome in this intake. */
async function doneBefore({ db }: Hospital, run: IntakeRunRow): Promise<(unit: IntakeUnit) => boolean> {
  if (run.watched_id === null) {
    const done = await itemsDone(db, run.id)
    return ({ item }) => done.has(item)
  }
  const rows = await db
    .selectFrom('watched_files')
    .select(['item', 'stamp'])
    .where('watched_id', '=', run.watched_id)
    .execute()
  const stamps = new Map(rows.map(({ item, stamp }) => [item, stamp]))
  return ({ item, stamp }) => stamp === undefined || stamps.get(item) === stamp
}

async function restedOf({ db }: Hospital, { watched_id }: IntakeRunRow): Promise<number> {
  if (watched_id === null) return Number.POSITIVE_INFINITY
  const row = await db
    .selectFrom('watched_files')
    .select('stamp')
    .where('watched_id', '=', watched_id)
    .where('item', '=', until)
    .executeTakeFirst()
  return row ? Number(row.stamp) : Number.POSITIVE_INFINITY
}

/** Files as units, by neutral handles. */
async function unitsOf(
  hospital: Hospital,
  run: IntakeRunRow,
  place: Place,
  found: readonly Found[],
): Promise<IntakeUnit[]> {
  return Promise.all(
    found.map(async (one) => {
      const unit = unitIn(hospital, run, place, one)
      if (run.watched_id === null) return unit
      // A file that has gone since is left to a later look.
      const files = [unit.path, ...(unit.voxels ? [unit.voxels] : [])]
      const stamps = await Promise.all(files.map(stampOf)).catch(() => [])
      const hasRested = stamps.length > 0 && stamps.every(({ changed }) => changed <= place.rested)
      if (!hasRested) return unit
      // What the table says of it is a part of how it stands: a patient who is named later brings it in.
      const listed = unit.patient ? [handleOf(hospital.handleKey, 'listed', JSON.stringify(unit.patient))] : []
      return { ...unit, stamp: [...stamps.map(({ stamp }) => stamp), ...listed].join(' ') }
    }),
  )
}

function unitIn(
  { handleKey }: Hospital,
  run: IntakeRunRow,
  { folder, table }: Place,
  { path: below, voxels: second, fault }: Found,
): IntakeUnit {
  const item = handleOf(handleKey, run.watched_id ?? run.id, below)
  const shown = shownPath(below)
  const listed = table && patientOf(table, shown)
  const patient = listed && { ...listed, isNeutral: run.names_are_neutral }
  const name = run.names_are_neutral ? shown : item
  const voxels = second && join(folder, second)
  return { item, path: join(folder, below), voxels, name, patient, category: run.category, fault }
}

/** Gives a file of a folder as a unit. */
function unitFinder(hospital: Hospital, run: IntakeRunRow, place: Place): (path: string) => Promise<IntakeUnit> {
  const pairOf = voxelPairing(place.folder)
  return async (path) => {
    const pair = await pairOf(path)
    return unitIn(hospital, run, place, { path, ...(pair === 'voxels' ? {} : pair) })
  }
}

async function noteFound({ db }: Hospital, { id, found }: IntakeRunRow, count: number): Promise<void> {
  if (count !== found) await db.updateTable('intake_runs').set({ found: count }).where('id', '=', id).execute()
}

async function itemsDone(db: HospitalDb, intakeId: string): Promise<Set<string>> {
  const rows = await db.selectFrom('intake_outcomes').select('item').where('intake_id', '=', intakeId).execute()
  return new Set(rows.map(({ item }) => item))
}
