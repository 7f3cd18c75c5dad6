import { createReadStream, lstatSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { basename, dirname, join, resolve } from 'node:path'
import { AssayError } from '@assay/contracts'
import {
  type FileSource,
  gridDistance,
  onCommonGrid,
  skewOf,
  streamVolume,
  type Volume,
  type VolumeStream,
  volumeExtension,
} from '@assay/formats'
import { type LabelVolume, labelVolume, runBuilder, voxelsOf } from '@assay/statistics/overlap'

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

/**
 * Reads label maps as streams: of each there is in memory what its runs of labels take, and a part of its file. Only maps on different grids of one
 * lattice are unfolded, to one, two or four bytes a voxel, to be put on one grid.
 * @throws AssayError `table-missing`, `image-…`, `images-apart`
 */
export async function readPair({ case: name, reference, result }: FilePair): Promise<LabelPair> {
  const truth = await openFile(reference)
  if (result === undefined) return { case: name, reference: await labelsOf(truth, reference), result: undefined }
  const found = await openFile(result)
  const distance = gridDistance(truth, found)
  if (distance !== undefined && distance <= tolerance * Math.min(...truth.spacing))
    return { case: name, reference: await labelsOf(truth, reference), result: await labelsOf(found, result) }
  const volumes = [await volumeOf(truth, reference), await volumeOf(found, result)] as const
  const common = onCommonGrid(...volumes, tolerance)
  if (!common) throw apart(truth, found, basename(result))
  const [one, other] = common.map(({ values, size, spacing }) => labelVolume(values, size, spacing))
  return { case: name, reference: one!, result: other! }
}

async function openFile(path: string): Promise<VolumeStream> {
  const beside = (name: string) => plainFile(join(dirname(path), name))
  const volume = await reading(path, async () =>
    streamVolume(fileSource(path, statSync(path).size), basename(path), beside),
  )
  if (skewOf(volume.affine) <= mostSkew) return volume
  const what = 'a grid that is sheared, where distances along its axes are none in the patient'
  throw new AssayError('image-unsupported', { where: basename(path), what })
}

/** What the system says of a file that can not be read becomes a named error. */
async function reading<Read>(path: string, read: () => Promise<Read>): Promise<Read> {
  try {
    return await read()
  } catch (error) {
    throw error instanceof Error && 'syscall' in error ? missing(path, error) : error
  }
}

function fileSource(path: string, length: number): FileSource {
  return {
    length,
    whole: () => readFileSync(path),
    read: (start, to) =>
      createReadStream(path, { start, ...(to === undefined ? {} : { end: to - 1 }), highWaterMark: 2 ** 20 }),
  }
}

function missing(path: string, error: unknown): AssayError {
  const { code = 'EIO' } = error as NodeJS.ErrnoException
  return new AssayError('table-missing', { file: basename(path), reason: code })
}

/** Links are not followed: a header may name anything. */
function plainFile(path: string): FileSource | undefined {
  const found = lstatSync(path, { throwIfNoEntry: false })
  return found?.isFile() ? fileSource(path, found.size) : undefined
}

/** Cosine of the angle between two axes: distances are then wrong by less than a thousandth, as affines in single precision have it. */
const mostSkew = 1e-3

/** In parts of the smallest spacing: a thousandth may be lost in writing an affine with single precision. */
const tolerance = 0.01

function apart(reference: Grid, result: Grid, where: string): AssayError {
  return new AssayError('images-apart', { where, reference: describeGrid(reference), result: describeGrid(result) })
}

type Grid = Omit<Volume, 'values'>

function describeGrid({ size, spacing, affine }: Grid): string {
  const short = (value: number) => Number(value.toPrecision(6))
  const rows = affine.map((row) => `[${row.map(short).join(' ')}]`).join(' ')
  return `${size.join(' × ')}, ${spacing.map(short).join(' × ')} mm, ${rows}`
}

/** @throws AssayError image-not-labels */
async function labelsOf({ parts, size, spacing }: VolumeStream, path: string): Promise<LabelVolume> {
  const builder = runBuilder()
  await reading(path, async () => {
    for await (const part of parts()) addLabels(builder, part, path)
  })
  return { runs: builder.runs(), size, spacing }
}

function addLabels({ add }: ReturnType<typeof runBuilder>, part: Volume['values'], path: string): void {
  try {
    add(part)
  } catch (error) {
    throw error instanceof RangeError ? new AssayError('image-not-labels', { where: basename(path) }) : error
  }
}

/** Labels, one a voxel, in as few bytes as they need: what is put on another grid. */
async function volumeOf(stream: VolumeStream, path: string): Promise<Volume> {
  const { runs, size, spacing } = await labelsOf(stream, path)
  return { size, spacing, affine: stream.affine, values: voxelsOf(runs) }
}

function isFolder(path: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false
}
