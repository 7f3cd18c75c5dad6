import { AssayError } from '@assay/contracts'
import { type FileBeside, noFiles } from './file-beside.ts'
import { type Affine, spacingOf, type Volume } from './volume.ts'
import type { VoxelKindName } from './voxel-kinds.ts'
import { readVoxels, type VolumeHeader, type VoxelPlace } from './voxel-place.ts'

/**
 * Reads a MetaImage volume (`.mha`, or `.mhd` with its voxels beside it): binary or text, plain or compressed.
 * @param beside bytes of the files in the same folder
 * @throws AssayError image-unreadable, image-unsupported (other than three dimensions, several values a voxel, a file a slice)
 * Source: the MetaIO documentation of ITK; places are left–posterior–superior, as ITK has them, and a row of `TransformMatrix` is the direction
 * of one of the grid's axes.
 */
export function readMetaImage(bytes: Uint8Array, file: string, beside: FileBeside = noFiles): Volume {
  const { size, affine, place } = readMetaImageHeader(bytes, file)
  return { size, spacing: spacingOf(affine), affine, values: readVoxels(place, bytes, beside, file) }
}

/** The header of a MetaImage of two dimensions. */
interface PlaneHeader {
  readonly size: readonly [width: number, height: number]
  /** Distances along the axes, millimetres. */
  readonly spacing: readonly [across: number, down: number]
  /** Values a pixel. */
  readonly channels: number
  readonly place: VoxelPlace
}

/** How many dimensions the header of a MetaImage announces, as it says it. @throws AssayError image-unreadable */
export function metaImageDimensions(head: Uint8Array, file: string): string {
  return readHeader(head, file).fields.get('NDims') ?? ''
}

/** Reads the header of a MetaImage of two dimensions. @throws AssayError as `readMetaImage` */
export function readMetaImagePlaneHeader(head: Uint8Array, file: string): PlaneHeader {
  const { fields, end } = readHeader(head, file)
  if (fields.get('ObjectType')?.toLowerCase() !== 'image') throw unreadable(file, 'no header of an image')
  const [width, height] = sizeOf(fields, 2, file) as [number, number]
  const spacing = givenNumbers(fields, spacingKeys, 2, [1, 1], file)
  if (spacing.some((length) => !(length > 0))) throw unreadable(file, 'a spacing of 0')
  const channels = Number(fields.get('ElementNumberOfChannels') ?? 1)
  const place = placeOf(fields, end, width * height * channels, file)
  return { size: [width, height], spacing: [spacing[0]!, spacing[1]!], channels, place }
}

/**
 * Reads the header of a MetaImage volume.
 * @param head the file, or its first 65 536 bytes and more
 * @throws AssayError as `readMetaImage`
 */
export function readMetaImageHeader(head: Uint8Array, file: string): VolumeHeader {
  const { fields, end } = readHeader(head, file)
  if (fields.get('ObjectType')?.toLowerCase() !== 'image') throw unreadable(file, 'no header of an image')
  if (fields.get('NDims') !== '3') throw unsupported(file, 'other than three dimensions')
  if ((fields.get('ElementNumberOfChannels') ?? '1') !== '1') throw unsupported(file, 'several values a voxel')
  const [nx, ny, nz] = sizeOf(fields, 3, file) as [number, number, number]
  return { size: [nx, ny, nz], affine: affineOf(fields, file), place: placeOf(fields, end, nx * ny * nz, file) }
}

type Fields = ReadonlyMap<string, string>

function unreadable(file: string, what: string): AssayError {
  return new AssayError('image-unreadable', { where: file, what })
}

function unsupported(file: string, what: string): AssayError {
  return new AssayError('image-unsupported', { where: file, what })
}

/** Lines of a key and a value, up to the one that says where the voxels are, which is the last. */
function readHeader(bytes: Uint8Array, file: string): { fields: Fields; end: number } {
  const fields = new Map<string, string>()
  let from = 0
  while (from < bytes.length && from < 2 ** 16) {
    const newline = bytes.indexOf(0x0a, from)
    const until = newline < 0 ? bytes.length : newline
    const line = Buffer.from(bytes.subarray(from, until)).toString('latin1')
    const [, key, value] = /^\s*([^=]+?)\s*=\s*(.*?)\s*$/.exec(line) ?? []
    if (key === undefined || value === undefined) break
    fields.set(key, value)
    from = until + 1
    if (key === 'ElementDataFile') return { fields, end: from }
  }
  throw unreadable(file, 'no MetaImage header')
}

function numbersOf(fields: Fields, key: string, count: number, file: string): number[] {
  const numbers = (fields.get(key) ?? '').split(/\s+/).map(Number)
  if (numbers.length !== count || numbers.some((value) => !Number.isFinite(value))) throw unreadable(file, key)
  return numbers
}

function sizeOf(fields: Fields, dimensions: number, file: string): number[] {
  const size = numbersOf(fields, 'DimSize', dimensions, file)
  if (size.some((count) => !(Number.isInteger(count) && count >= 1))) throw unreadable(file, 'a length below 1')
  return size
}

const spacingKeys = ['ElementSpacing', 'ElementSize']

/** The numbers of the first of some keys that is there. */
function givenNumbers(
  fields: Fields,
  keys: readonly string[],
  count: number,
  otherwise: readonly number[],
  file: string,
): readonly number[] {
  const key = keys.find((one) => fields.has(one))
  return key === undefined ? otherwise : numbersOf(fields, key, count, file)
}

function affineOf(fields: Fields, file: string): Affine {
  const given = (keys: readonly string[], count: number, otherwise: readonly number[]) =>
    givenNumbers(fields, keys, count, otherwise, file)
  const directions = given(['TransformMatrix', 'Rotation', 'Orientation'], 9, [1, 0, 0, 0, 1, 0, 0, 0, 1])
  const offset = given(['Offset', 'Position', 'Origin'], 3, [0, 0, 0])
  const spacing = given(spacingKeys, 3, [1, 1, 1])
  const row = (axis: number) => {
    const sign = axis === 2 ? 1 : -1
    return [...[0, 1, 2].map((column) => directions[3 * column + axis]! * spacing[column]!), offset[axis]!].map(
      (value) => sign * value,
    )
  }
  const affine = [row(0), row(1), row(2)] as unknown as Affine
  if (spacingOf(affine).some((length) => !(length > 0))) throw unreadable(file, 'a spacing of 0')
  return affine
}

function isTrue(fields: Fields, ...keys: string[]): boolean {
  return keys.some((key) => fields.get(key)?.toLowerCase() === 'true')
}

const kinds: Readonly<Record<string, VoxelKindName>> = {
  MET_CHAR: 'int8',
  MET_UCHAR: 'uint8',
  MET_SHORT: 'int16',
  MET_USHORT: 'uint16',
  MET_INT: 'int32',
  MET_UINT: 'uint32',
  MET_LONG: 'int32',
  MET_ULONG: 'uint32',
  MET_LONG_LONG: 'int64',
  MET_ULONG_LONG: 'uint64',
  MET_FLOAT: 'float32',
  MET_DOUBLE: 'float64',
}

function kindOf(fields: Fields, file: string): VoxelKindName {
  const name = fields.get('ElementType') ?? ''
  const kind = kinds[name.toUpperCase()]
  if (!kind) throw unsupported(file, `voxels of the type ${name}`)
  return kind
}

function placeOf(fields: Fields, end: number, voxels: number, file: string): VoxelPlace {
  const where = fields.get('ElementDataFile') ?? ''
  if (/^LIST\b/i.test(where) || where.includes('%')) throw unsupported(file, 'a file a slice')
  const isHere = where.toUpperCase() === 'LOCAL'
  const header = Number(fields.get('HeaderSize') ?? 0)
  if (!Number.isInteger(header) || header < -1) throw unsupported(file, `a header size of ${header}`)
  const isText = fields.get('BinaryData')?.toLowerCase() === 'false'
  const isPacked = isTrue(fields, 'CompressedData')
  return {
    kind: kindOf(fields, file),
    voxels,
    lines: 0,
    littleEndian: !isTrue(fields, 'BinaryDataByteOrderMSB', 'ElementByteOrderMSB'),
    elsewhere: isHere ? undefined : [where],
    start: (isHere ? end : 0) + Math.max(0, header),
    encoding: isText ? 'text' : isPacked ? 'zlib' : 'raw',
    // A header size of −1: the voxels are at the end of the file.
    skip: header === -1 && !isPacked ? 'last' : 0,
  }
}
