import { lstatSync, readdirSync, readFileSync } from 'node:fs'
import { basename, dirname, join, resolve } from 'node:path'
import { AssayError } from '@assay/contracts'
import { gridDistance, onCommonGrid, readVolume, type Volume, volumeExtension } from '@assay/formats'
import type { LabelVolume } from '@assay/statistics/overlap'

/** A reference and, unless it failed, a result on its grid. */
export interface LabelPair {
  readonly case: string
  readonly reference: LabelVolume
  /** Undefined where the folder of results lacks the case: a failed output. */
  readonly result: LabelVolume | undefined
}

/** Files of a case. */
export interface FilePair {
  readonly case: string
  readonly reference: string
  readonly result: string | undefined
}

/**
 * Two label maps, or those of the same names in two folders.
 * @returns also how many results have no reference, and are left out
 * @throws AssayError `table-missing`, `table-refused` for folders that do not go together
 */
export function listPairs(reference: string, result: string, standing: string): { pairs: FilePair[]; extra: number } {
  const [truth, found] = [resolve(standing, reference), resolve(standing, result)]
  const refused = (path: string, what: string) => new AssayError('table-refused', { file: basename(path), what })
  if (!isFolder(truth)) {
    if (isFolder(found)) throw refused(found, 'folder-and-file')
    return { pairs: [{ case: nameOf(basename(truth)), reference: truth, result: found }], extra: 0 }
  }
  const references = namesIn(truth)
  if (references.size === 0) throw refused(truth, 'no-images')
  if (!isFolder(found) && lstatSync(found, { throwIfNoEntry: false })) throw refused(found, 'folder-and-file')
  const results = namesIn(found)
  return {
    pairs: [...references].map(([name, file]) => {
      const own = results.get(name)
      return { case: name, reference: join(truth, file), result: own === undefined ? undefined : join(found, own) }
    }),
    extra: [...results.keys()].filter((name) => !references.has(name)).length,
  }
}

function nameOf(file: string): string {
  return file.replace(volumeExtension, '')
}

/** Files of label maps in a folder by their cases' names, in order. @throws AssayError for a case with several */
function namesIn(folder: string): ReadonlyMap<string, string> {
  const names = new Map<string, string>()
  for (const file of filesIn(folder)) {
    if (!volumeExtension.test(file)) continue
    if (names.has(nameOf(file))) throw new AssayError('table-refused', { file, what: 'images-twice' })
    names.set(nameOf(file), file)
  }
  return names
}

function filesIn(folder: string): string[] {
  try {
    return readdirSync(folder).sort()
  } catch (error) {
    throw missing(folder, error)
  }
}

/** @throws AssayError `table-missing`, `image-…`, `images-apart` */
export function readPair({ case: name, reference, result }: FilePair): LabelPair {
  const truth = readFile(reference)
  if (result === undefined) return { case: name, reference: labelsOf(truth, reference), result: undefined }
  const found = readFile(result)
  const [one, other] = toOneGrid(truth, found, basename(result))
  return { case: name, reference: labelsOf(one, reference), result: labelsOf(other, result) }
}

function readFile(path: string): Volume {
  let bytes: Uint8Array
  try {
    bytes = readFileSync(path)
  } catch (error) {
    throw missing(path, error)
  }
  return readVolume(bytes, basename(path), (name) => readPlainFile(join(dirname(path), name)))
}

function missing(path: string, error: unknown): AssayError {
  const { code = 'EIO' } = error as NodeJS.ErrnoException
  return new AssayError('table-missing', { file: basename(path), reason: code })
}

/** Links are not followed: a header may name anything. */
function readPlainFile(path: string): Uint8Array | undefined {
  return lstatSync(path, { throwIfNoEntry: false })?.isFile() ? readFileSync(path) : undefined
}

/** In parts of the smallest spacing: a thousandth may be lost in writing an affine with single precision. */
const tolerance = 0.01

/** Both on one grid: as they are, or, where their voxels lie on one lattice, each in its place. @throws AssayError `images-apart` */
function toOneGrid(reference: Volume, result: Volume, where: string): readonly [Volume, Volume] {
  const distance = gridDistance(reference, result)
  if (distance !== undefined && distance <= tolerance * Math.min(...reference.spacing)) return [reference, result]
  const common = onCommonGrid(reference, result, tolerance)
  if (common) return common
  throw new AssayError('images-apart', { where, reference: describeGrid(reference), result: describeGrid(result) })
}

function describeGrid({ size, spacing, affine }: Volume): string {
  const short = (value: number) => Number(value.toPrecision(6))
  const rows = affine.map((row) => `[${row.map(short).join(' ')}]`).join(' ')
  return `${size.join(' × ')}, ${spacing.map(short).join(' × ')} mm, ${rows}`
}

/** Voxels that are whole numbers from 0 on stay where they are: a volume is not held twice. @throws AssayError image-not-labels */
function labelsOf({ values, size, spacing }: Volume, path: string): LabelVolume {
  const isLabel = (value: number) => Number.isInteger(value) && value >= 0 && value < 2 ** 31
  for (let i = 0; i < values.length; i += 1)
    if (!isLabel(values[i]!)) throw new AssayError('image-not-labels', { where: basename(path) })
  const labels = values instanceof Int8Array || isFloating(values) ? Int32Array.from(values) : values
  return { labels, size, spacing }
}

function isFloating(values: Volume['values']): values is Float32Array | Float64Array {
  return values instanceof Float32Array || values instanceof Float64Array
}

function isFolder(path: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false
}
