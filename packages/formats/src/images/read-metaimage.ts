import { AssayError } from '@assay/contracts'
import { type FileBeside, noFiles, readBeside } from './file-beside.ts'
import { inflateZlib } from './inflate.ts'
import { type Affine, spacingOf, type Volume, type VolumeValues } from './volume.ts'
import { bytesOf, readText, readValues, type VoxelKindName } from './voxel-kinds.ts'

/**
 * Reads a MetaImage volume (`.mha`, or `.mhd` with its voxels beside it): binary or text, plain or compressed.
 * @param beside bytes of the files in the same folder
 * @throws AssayError image-unreadable, image-unsupported (other than three dimensions, several values a voxel, a file a slice)
 * Source: the MetaIO documentation of ITK; places are left–posterior–superior, as ITK has them, and a row of `TransformMatrix` is the direction
 * of one of the grid's axes.
 */
export function readMetaImage(bytes: Uint8Array, file: string, beside: FileBeside = noFiles): Volume {
  const { fields, end } = readHeader(bytes, file)
  if (fields.get('ObjectType')?.toLowerCase() !== 'image') throw unreadable(file, 'no header of an image')
  if (fields.get('NDims') !== '3') throw unsupported(file, 'other than three dimensions')
  if ((fields.get('ElementNumberOfChannels') ?? '1') !== '1') throw unsupported(file, 'several values a voxel')
  const size = numbersOf(fields, 'DimSize', 3, file)
  if (size.some((count) => !(Number.isInteger(count) && count >= 1))) throw unreadable(file, 'a length below 1')
  const affine = affineOf(fields, file)
  const body = bodyOf(fields, bytes.subarray(end), beside, file)
  const [nx, ny, nz] = size as [number, number, number]
  return { size: [nx, ny, nz], spacing: spacingOf(affine), affine, values: valuesOf(fields, body, nx * ny * nz, file) }
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

function affineOf(fields: Fields, file: string): Affine {
  const given = (keys: readonly string[], count: number, otherwise: readonly number[]) => {
    const key = keys.find((one) => fields.has(one))
    return key === undefined ? otherwise : numbersOf(fields, key, count, file)
  }
  const directions = given(['TransformMatrix', 'Rotation', 'Orientation'], 9, [1, 0, 0, 0, 1, 0, 0, 0, 1])
  const offset = given(['Offset', 'Position', 'Origin'], 3, [0, 0, 0])
  const spacing = given(['ElementSpacing', 'ElementSize'], 3, [1, 1, 1])
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

function bodyOf(fields: Fields, rest: Uint8Array, beside: FileBeside, file: string): Uint8Array {
  const where = fields.get('ElementDataFile') ?? ''
  if (/^LIST\b/i.test(where) || where.includes('%')) throw unsupported(file, 'a file a slice')
  const whole = where.toUpperCase() === 'LOCAL' ? rest : readBeside(where, beside, file)
  const skip = Number(fields.get('HeaderSize') ?? 0)
  if (!Number.isInteger(skip) || skip < -1) throw unsupported(file, `a header size of ${skip}`)
  if (skip > 0) return whole.subarray(skip)
  if (skip === 0 || isTrue(fields, 'CompressedData')) return whole
  // −1: the voxels are at the end of the file.
  const size = numbersOf(fields, 'DimSize', 3, file).reduce((product, count) => product * count, 1)
  return whole.subarray(Math.max(0, whole.length - bytesOf(kindOf(fields, file), size)))
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

/** Nothing is allocated by what the header announces before the voxels are seen to be there. */
function valuesOf(fields: Fields, body: Uint8Array, voxels: number, file: string): VolumeValues {
  const kind = kindOf(fields, file)
  if (fields.get('BinaryData')?.toLowerCase() === 'false') return readText(body, { kind, voxels }, file)
  const raw = isTrue(fields, 'CompressedData') ? inflateZlib(body, file) : body
  const due = bytesOf(kind, voxels)
  if (raw.byteLength < due) throw unreadable(file, `${raw.byteLength} bytes of voxels, ${due} are due`)
  const littleEndian = !isTrue(fields, 'BinaryDataByteOrderMSB', 'ElementByteOrderMSB')
  return readValues(raw, { kind, voxels, littleEndian })
}
