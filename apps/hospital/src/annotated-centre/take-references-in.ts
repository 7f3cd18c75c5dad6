import type { CaseFile, Category, ListedReference, ReferencedImages } from '@assay/categories'
import { AssayError, errorStatuses } from '@assay/contracts'
import { pseudonymiser } from '@assay/formats'
import { newId } from '@assay/store'
import { fileBelow, readPlain } from '../full-sample-centre/folder/read-intake-files.ts'
import { firstFileOf } from '../full-sample-centre/folder/walk-folder.ts'
import type { IntakeRunRow } from '../full-sample-centre/full-sample-tables.ts'
import type { Unit } from '../full-sample-centre/pipeline/prepared.ts'
import { quarantineUnkept } from '../full-sample-centre/pipeline/quarantine-record.ts'
import type { Hospital } from '../hospital.ts'
import { logFault } from '../log-fault.ts'
import { enterReferencedCase } from './enter-referenced-case.ts'
import { findImages, type IndexedImages } from './find-images.ts'

/** What a folder's table says of one image, under the handle of its outcome. */
export interface ReferenceUnit {
  readonly item: string
  /** What it is shown by: its handle, or what the table calls the image where names were declared neutral. */
  readonly name: string
  readonly listed: ListedReference
}

/** Where references come from: a folder, and how its files are looked at. */
export interface ReferencePlace {
  readonly folder: string
  readonly category: Category & { readonly referencedImages: ReferencedImages }
  readonly unitOf: (path: string) => Promise<Unit>
}

/**
 * Makes cases of images that stand in the index, one for each image that a folder's table knows: finds the image, reads what is known of
 * it, holds both against what the category makes a case of, and writes case, reference standard and outcome down at once. One that can't
 * be a case goes to quarantine with its reason, and stops no other. Taken in again, the same image with the same reference is known.
 */
export async function takeReferencesIn(
  hospital: Hospital,
  run: IntakeRunRow,
  place: ReferencePlace,
  units: readonly ReferenceUnit[],
  signal: AbortSignal,
): Promise<void> {
  for (const unit of units) {
    if (signal.aborted) return
    try {
      await takeOneIn(hospital, run, place, unit)
    } catch (error) {
      const told = error instanceof AssayError ? error : faultOf(hospital, error, unit)
      if (errorStatuses[told.code] >= 500) throw told
      await quarantineUnkept(hospital, run, unit, run.names_are_neutral ? told : withoutWords(told, unit.name))
    }
  }
}

async function takeOneIn(
  hospital: Hospital,
  run: IntakeRunRow,
  place: ReferencePlace,
  { item, name, listed }: ReferenceUnit,
): Promise<void> {
  const { referencedImages } = place.category
  const images = await imagesOf(hospital, run, place, { listed, where: name })
  const files = await withNames(listed, referencedImages, place.folder)
  const reference = fileOf(referencedImages, files, listed)
  const readings = readingsOf(hospital, run, referencedImages, files, listed)
  const shown = await Promise.all(
    images.files.map(
      async ({ uid, sha256 }): Promise<CaseFile> => ({
        name: uid,
        role: 'image',
        bytes: await hospital.blobs.read(sha256),
      }),
    ),
  )
  // A reading is held to what a reference is held to: readable, and of these images.
  for (const said of [reference, ...readings])
    await place.category.checkCase?.([...shown, { ...said, role: 'reference' }], hospital)
  for (const { bytes } of [reference, ...readings]) await hospital.blobs.put(bytes)
  const isUid = /^[0-9.]+$/.test(listed.image)
  await enterReferencedCase(hospital, run, { item, name: isUid ? images.uid : name, images, reference, readings })
}

/** The reference standard as it is kept. @throws AssayError reference-invalid */
function fileOf(images: ReferencedImages, files: ReadonlyMap<string, Buffer>, listed: ListedReference): CaseFile {
  const { extension, bytes } = images.readReference(listed, (path) => files.get(path)!)
  return { name: `reference.${extension}`, role: 'reference', bytes }
}

/** What readers said, in the form of a reference; who they are only by pseudonyms where names were not declared neutral. */
function readingsOf(
  { institutionKey }: Hospital,
  { names_are_neutral }: IntakeRunRow,
  images: ReferencedImages,
  files: ReadonlyMap<string, Buffer>,
  { image, readings = [] }: ListedReference,
): CaseFile[] {
  const pseudonyms = pseudonymiser(institutionKey.derive('deidentification'))
  return readings.map(({ reader, lines }) => {
    const known = names_are_neutral ? reader : pseudonyms.name(reader)
    const { name, bytes } = fileOf(images, files, { image, lines })
    return { name: name.replace('reference.', `reading.${known}.`), role: 'reading', reader: known, bytes }
  })
}

/** By a file of the folder, the first of a folder in it, or a UID. */
async function imagesOf(
  hospital: Hospital,
  { category }: IntakeRunRow,
  { folder, category: { referencedImages }, unitOf }: ReferencePlace,
  { listed: { image }, where }: { listed: ListedReference; where: string },
): Promise<IndexedImages> {
  const path = await firstFileOf(folder, image)
  const name = path === undefined ? { uid: image } : { file: await unitOf(path) }
  return findImages(hospital, { name, unit: referencedImages.unit, category, where })
}

/** The files that the table names beside an image, by their paths. */
async function withNames(
  { lines, readings = [] }: ListedReference,
  { files }: ReferencedImages,
  folder: string,
): Promise<Map<string, Buffer>> {
  const all = [lines, ...readings.map((one) => one.lines)].flat()
  const named = new Set(all.flatMap((line) => files.map((column) => line[column] ?? '')).filter((path) => path !== ''))
  const read = new Map<string, Buffer>()
  for (const path of named) read.set(path, await readPlain(fileBelow(folder, path), path))
  return read
}

/** A fault of the program with one reference, logged, loses no other. */
function faultOf({ clock, random, log }: Hospital, error: unknown, { name }: ReferenceUnit): AssayError {
  if (typeof (error as NodeJS.ErrnoException).syscall === 'string') throw error
  const id = newId(clock, random)
  logFault(log, error, { id }, 'reference not taken in')
  return new AssayError('reference-invalid', { where: name, what: `fault of the program, see its log at ${id}` })
}

/** What a reader says may come from the table, and be a name: numbers and places stay. */
function withoutWords({ code, parameters }: AssayError, where: string): AssayError {
  const told = Object.entries(parameters).filter(([, value]) => typeof value === 'number')
  const what = 'what' in parameters ? { what: 'see the table itself' } : {}
  return new AssayError(code, { ...Object.fromEntries(told), where, ...what })
}
