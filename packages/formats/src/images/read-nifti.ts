import { basename } from 'node:path'
import { AssayError } from '@assay/contracts'
import { NIFTI1, type NIFTI2, readHeader } from 'nifti-reader-js'
import type { Cine } from './cine.ts'
import { type FileBeside, noFiles } from './file-beside.ts'
import { isGzip, unzippedHead } from './gzip-head.ts'
import { type Affine, spacingOf, type Volume } from './volume.ts'
import type { VoxelKindName } from './voxel-kinds.ts'
import { readVoxels, type VolumeHeader, type VoxelPlace } from './voxel-place.ts'

type Header = NIFTI1 | NIFTI2

/**
 * Reads a NIfTI-1 or NIfTI-2 volume (`.nii`, `.nii.gz`, or `.hdr` with its voxels in the `.img` beside it), scaled by its slope and
 * intercept where it has them. The place is that of the sform where its code is above 0, else of the qform, else, where nothing is
 * said of it, the grid about the origin and from right to left, as ANALYZE had it: so nibabel has it, too. Metres and micrometres become millimetres. Extensions of the header, and its descriptions, which may identify, are
 * passed over.
 * @param beside bytes of the files in the same folder
 * @throws AssayError image-unreadable, image-unsupported (several volumes, complex or coloured voxels)
 * Source: nifti1.h, nifti2.h.
 */
export function readNifti(given: Uint8Array, file: string, beside: FileBeside = noFiles): Volume {
  const { size, affine, place } = readNiftiHeader(given, file)
  return { size, spacing: spacingOf(affine), affine, values: readVoxels(place, given, beside, file) }
}

/**
 * Reads a NIfTI file of four dimensions as a volume over time; frames are equally far apart, as its fourth spacing says.
 * @param beside bytes of the files in the same folder
 * @throws AssayError image-unreadable (no time between frames), image-unsupported (more dimensions, a fourth one that is no time, complex or
 *   coloured voxels)
 * Source: nifti1.h, xyzt_units.
 */
export function readNiftiCine(given: Uint8Array, file: string, beside: FileBeside = noFiles): Cine {
  const { lengths, affine, place, header } = arrayOf(given, file)
  if (lengths.slice(4).some((length) => length > 1))
    throw new AssayError('image-unsupported', { where: file, what: 'more than four dimensions' })
  const size = [lengths[0]!, lengths[1]!, lengths[2]!, lengths[3]!] as const
  const frameTimes = frameTimesOf(header, size[3], file)
  const values = readVoxels(place, given, beside, file)
  return { size, spacing: spacingOf(affine), affine, frameTimes, values }
}

interface NiftiArray {
  readonly header: Header
  /** Seven lengths, 1 where there are fewer dimensions. */
  readonly lengths: readonly number[]
  readonly affine: Affine
  readonly place: VoxelPlace
}

/** @param head the file, or its first 4 096 bytes */
function arrayOf(head: Uint8Array, file: string): NiftiArray {
  const bytes = isGzip(head) ? unzippedHead(head.subarray(0, 4096)) : head
  if (!bytes) throw unreadable(file, 'damaged gzip')
  const buffer = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + Math.min(bytes.length, 4096)) as ArrayBuffer
  const header = headerOf(buffer, file)
  const lengths = lengthsOf(header, file)
  const voxels = lengths.reduce((product, length) => product * length, 1)
  return { header, lengths, affine: affineOf(header, buffer, file), place: placeOf(header, voxels, file) }
}

/**
 * Reads the header of a NIfTI-1 or NIfTI-2 volume.
 * @param head the file, or its first 4 096 bytes
 * @throws AssayError as `readNifti`
 */
export function readNiftiHeader(head: Uint8Array, file: string): VolumeHeader {
  const { lengths, affine, place } = arrayOf(head, file)
  if (lengths.slice(3).some((length) => length > 1))
    throw new AssayError('image-unsupported', { where: file, what: 'several volumes in one file' })
  return { size: [lengths[0]!, lengths[1]!, lengths[2]!], affine, place }
}

/**
 * Where the voxels of a NIfTI file are, of however many dimensions.
 * @param head the file, or its first 4 096 bytes
 * @throws AssayError as `readNifti`
 */
export function readNiftiPlace(head: Uint8Array, file: string): VoxelPlace {
  return arrayOf(head, file).place
}

/** Whether the voxels are in the header's own file. */
function isAlone({ magic }: Header): boolean {
  return magic.startsWith('n+')
}

function unreadable(file: string, what: string): AssayError {
  return new AssayError('image-unreadable', { where: file, what })
}

function headerOf(buffer: ArrayBuffer, file: string): Header {
  try {
    const header = readHeader(buffer, true)
    if (header) return header
  } catch {
    // Said below.
  }
  throw unreadable(file, 'no NIfTI header')
}

function lengthsOf({ dims }: Header, file: string): number[] {
  const count = dims[0] ?? 0
  if (!(count >= 1 && count <= 7)) throw unreadable(file, `${count} dimensions`)
  const lengths = [1, 2, 3, 4, 5, 6, 7].map((axis) => (axis <= count ? (dims[axis] ?? 0) : 1))
  if (lengths.some((length) => !(Number.isInteger(length) && length >= 1))) throw unreadable(file, 'a length below 1')
  return lengths
}

/** Millimetres in the unit of space that xyzt_units names; no unit is millimetres, as everybody has it. */
const millimetres: Readonly<Record<number, number>> = { 0: 1, 1: 1000, 2: 1, 3: 0.001 }
/** Milliseconds in its unit of time; no unit is seconds. */
const milliseconds: Readonly<Record<number, number>> = { 0: 1000, 8: 1000, 16: 1, 24: 0.001 }

function frameTimesOf({ pixDims, xyzt_units: units }: Header, frames: number, file: string): number[] {
  const unit = milliseconds[units & 0x38]
  if (unit === undefined)
    throw new AssayError('image-unsupported', { where: file, what: 'a fourth dimension that is no time' })
  const step = (pixDims[4] ?? 0) * unit
  if (!(step > 0 && Number.isFinite(step)) && frames > 1) throw unreadable(file, 'no time between frames')
  return Array.from({ length: frames }, (_, frame) => frame * step)
}

function affineOf(header: Header, buffer: ArrayBuffer, file: string): Affine {
  const { pixDims, sform_code: sform, qform_code: qform } = header
  const lengths = [1, 2, 3].map((axis) => Math.abs(pixDims[axis] ?? 0) || 1)
  const numbers = placeNumbers(header, buffer)
  const rows =
    sform > 0
      ? numbers.sform
      : qform > 0
        ? quaternionRows(numbers, lengths, pixDims[0] === -1 ? -1 : 1)
        : unplacedRows(header.dims, lengths)
  const unit = millimetres[header.xyzt_units & 0x07]
  if (unit === undefined) throw unreadable(file, `the unit of space ${header.xyzt_units & 0x07}`)
  if (rows.some((row) => row.some((value) => !Number.isFinite(value))))
    throw unreadable(file, 'a place that is no number')
  const placed = rows.map((row) => row.map((value) => value * unit)) as unknown as Affine
  if (spacingOf(placed).some((spacing) => !(spacing > 0))) throw unreadable(file, 'a spacing of 0')
  return placed
}

/** The grid of ANALYZE 7.5, which says nothing of its place: its middle is the origin, and x runs from right to left. */
function unplacedRows(dims: readonly number[], lengths: readonly number[]): number[][] {
  return lengths.map((length, axis) => {
    const step = axis === 0 ? -length : length
    const row = [0, 0, 0, (-step * (axis < dims[0]! ? dims[axis + 1]! - 1 : 0)) / 2]
    row[axis] = step
    return row
  })
}

interface PlaceNumbers {
  readonly sform: number[][]
  /** b, c, d of the unit quaternion. */
  readonly quaternion: readonly number[]
  readonly offset: readonly number[]
}

function placeNumbers(header: Header, buffer: ArrayBuffer): PlaceNumbers {
  const view = new DataView(buffer)
  const isFirst = header instanceof NIFTI1
  const at = (first: number, second: number, index: number) =>
    isFirst
      ? view.getFloat32(first + 4 * index, header.littleEndian)
      : view.getFloat64(second + 8 * index, header.littleEndian)
  return {
    sform: [0, 1, 2].map((row) => [0, 1, 2, 3].map((column) => at(280, 400, 4 * row + column))),
    quaternion: [0, 1, 2].map((index) => at(256, 352, index)),
    offset: [0, 1, 2].map((index) => at(268, 376, index)),
  }
}

/** Rotation by a unit quaternion, scaled by the spacing; the third axis turned round where the handedness is −1. */
function quaternionRows(
  { quaternion, offset }: PlaceNumbers,
  lengths: readonly number[],
  handedness: 1 | -1,
): number[][] {
  const [b = 0, c = 0, d = 0] = quaternion
  const a = Math.sqrt(Math.max(0, 1 - b * b - c * c - d * d))
  const rotation = [
    [a * a + b * b - c * c - d * d, 2 * (b * c - a * d), 2 * (b * d + a * c)],
    [2 * (b * c + a * d), a * a + c * c - b * b - d * d, 2 * (c * d - a * b)],
    [2 * (b * d - a * c), 2 * (c * d + a * b), a * a + d * d - c * c - b * b],
  ]
  return rotation.map((row, index) => [
    ...row.map((value, axis) => value * lengths[axis]! * (axis === 2 ? handedness : 1)),
    offset[index]!,
  ])
}

/** What the file with the voxels of a header may be called. */
export function imagesOf(file: string): readonly string[] {
  const image = basename(file).replace(/\.hdr(\.gz)?$/i, '.img')
  return [`${image}.gz`, image]
}

/** Datatype codes of nifti1.h. */
const kinds: ReadonlyMap<number, VoxelKindName> = new Map([
  [2, 'uint8'],
  [4, 'int16'],
  [8, 'int32'],
  [16, 'float32'],
  [64, 'float64'],
  [256, 'int8'],
  [512, 'uint16'],
  [768, 'uint32'],
  [1024, 'int64'],
  [1280, 'uint64'],
])

function placeOf(header: Header, voxels: number, file: string): VoxelPlace {
  const { datatypeCode, vox_offset: offset, littleEndian, scl_slope: slope, scl_inter: intercept } = header
  const kind = kinds.get(datatypeCode)
  if (!kind) throw new AssayError('image-unsupported', { where: file, what: `voxels of the type ${datatypeCode}` })
  const least = isAlone(header) ? (header instanceof NIFTI1 ? 352 : 544) : 0
  if (!(Number.isInteger(offset) && offset >= least)) throw unreadable(file, `voxels that begin at byte ${offset}`)
  const isScaled = Number.isFinite(slope) && slope !== 0 && !(slope === 1 && intercept === 0)
  return {
    kind,
    voxels,
    littleEndian,
    scale: isScaled ? { slope, intercept } : undefined,
    start: 0,
    lines: 0,
    encoding: 'by-bytes',
    skip: offset,
    elsewhere: isAlone(header) ? undefined : imagesOf(file),
  }
}
