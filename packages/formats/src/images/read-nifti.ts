import { AssayError } from '@assay/contracts'
import { NIFTI1, type NIFTI2, readHeader } from 'nifti-reader-js'
import { inflate, isGzip } from './inflate.ts'
import { type Affine, spacingOf, type Volume } from './volume.ts'
import { bytesOf, readValues, type VoxelKindName } from './voxel-kinds.ts'

type Header = NIFTI1 | NIFTI2

/**
 * Reads a NIfTI-1 or NIfTI-2 volume (`.nii`, `.nii.gz`), scaled by its slope and intercept where it has them. The place is that of the
 * sform where its code is above 0, else of the qform, else the spacing alone, as nibabel has it.
 * @throws AssayError image-unreadable, image-unsupported (several volumes, complex or coloured voxels)
 * Source: nifti1.h, nifti2.h.
 */
export function readNifti(given: Uint8Array, file: string): Volume {
  const bytes = isGzip(given) ? inflate(given, file) : given
  const buffer = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength) as ArrayBuffer
  const header = headerOf(buffer, file)
  const size = sizeOf(header, file)
  const affine = affineOf(header, buffer, file)
  const voxels = size[0] * size[1] * size[2]
  const raw = valuesOf(header, buffer, voxels, file)
  const { scl_slope: slope, scl_inter: intercept } = header
  const isScaled = Number.isFinite(slope) && slope !== 0 && !(slope === 1 && intercept === 0)
  const values = isScaled ? Float64Array.from(raw, (value) => value * slope + intercept) : raw
  return { size, spacing: spacingOf(affine), affine, values }
}

function unreadable(file: string, what: string): AssayError {
  return new AssayError('image-unreadable', { where: file, what })
}

function headerOf(buffer: ArrayBuffer, file: string): Header {
  try {
    const header = readHeader(buffer)
    if (header) return header
  } catch {
    // Said below.
  }
  throw unreadable(file, 'no NIfTI header')
}

function sizeOf({ dims }: Header, file: string): [number, number, number] {
  const count = dims[0] ?? 0
  if (!(count >= 1 && count <= 7)) throw unreadable(file, `${count} dimensions`)
  const lengths = [1, 2, 3, 4, 5, 6, 7].map((axis) => (axis <= count ? (dims[axis] ?? 0) : 1))
  if (lengths.some((length) => !(Number.isInteger(length) && length >= 1))) throw unreadable(file, 'a length below 1')
  if (lengths.slice(3).some((length) => length > 1))
    throw new AssayError('image-unsupported', { where: file, what: 'several volumes in one file' })
  return [lengths[0]!, lengths[1]!, lengths[2]!]
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
        : lengths.map((length, axis) => [0, 1, 2, 3].map((column) => (column === axis ? length : 0)))
  if (rows.some((row) => row.some((value) => !Number.isFinite(value))))
    throw unreadable(file, 'a place that is no number')
  const placed = rows as unknown as Affine
  if (spacingOf(placed).some((spacing) => !(spacing > 0))) throw unreadable(file, 'a spacing of 0')
  return placed
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

function valuesOf(
  { datatypeCode, vox_offset: offset, littleEndian }: Header,
  buffer: ArrayBuffer,
  voxels: number,
  file: string,
) {
  const kind = kinds.get(datatypeCode)
  if (!kind) throw new AssayError('image-unsupported', { where: file, what: `voxels of the type ${datatypeCode}` })
  const expected = offset + bytesOf(kind, voxels)
  if (!(offset >= 0 && expected <= buffer.byteLength))
    throw unreadable(file, `${buffer.byteLength} bytes, ${expected} are due`)
  return readValues(new Uint8Array(buffer, offset), { kind, voxels, littleEndian })
}
