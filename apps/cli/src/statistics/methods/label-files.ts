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

/**
 * Two label maps, or those of the same names in two folders, one at a time.
 * @throws AssayError `table-missing`, `table-refused`, `image-…` of the first that can not be read, `images-apart`
 */
export function* readPairs(reference: string, result: string, standing: string): Generator<LabelPair> {
  const [truth, found] = [resolve(standing, reference), resolve(standing, result)]
  if (!isFolder(truth)) {
    yield pairOf(basename(truth).replace(volumeExtension, ''), truth, found)
    return
  }
  const names = readdirSync(truth)
    .filter((name) => volumeExtension.test(name))
    .sort()
  if (names.length === 0) throw new AssayError('table-refused', { file: basename(truth), what: 'no-images' })
  const results = new Map(readdirSync(found).map((name) => [name.replace(volumeExtension, ''), name]))
  for (const name of names) {
    const one = name.replace(volumeExtension, '')
    const own = results.get(one)
    yield pairOf(one, join(truth, name), own === undefined ? undefined : join(found, own))
  }
}

function pairOf(name: string, reference: string, result: string | undefined): LabelPair {
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
    throw new AssayError('table-missing', {
      file: basename(path),
      reason: (error as NodeJS.ErrnoException).code ?? 'EIO',
    })
  }
  return readVolume(bytes, basename(path), (name) => readPlainFile(join(dirname(path), name)))
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

/** @throws AssayError image-not-labels */
function labelsOf({ values, size, spacing }: Volume, path: string): LabelVolume {
  const labels = new Int32Array(values.length)
  for (let i = 0; i < values.length; i += 1) {
    const value = values[i]!
    if (!(Number.isInteger(value) && value >= 0 && value < 2 ** 31))
      throw new AssayError('image-not-labels', { where: basename(path) })
    labels[i] = value
  }
  return { labels, size, spacing }
}

function isFolder(path: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false
}
