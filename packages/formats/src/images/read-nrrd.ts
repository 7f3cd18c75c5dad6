import { AssayError } from '@assay/contracts'
import { type FileBeside, noFiles } from './file-beside.ts'
import { type Affine, spacingOf, type Volume } from './volume.ts'
import type { VoxelKindName } from './voxel-kinds.ts'
import { readVoxels, type VolumeHeader, type VoxelPlace } from './voxel-place.ts'

/**
 * Reads an NRRD volume: raw, gzip, ASCII or hexadecimal, in the same file or in one beside it. Keys and comments, which may identify, are
 * passed over.
 * @param beside bytes of the files in the same folder
 * @throws AssayError image-unreadable, image-unsupported (data in several files, several values a voxel, bzip2, other encodings)
 * Source: teem.sourceforge.net/nrrd/format.html, NRRD0001 to NRRD0005.
 */
export function readNrrd(bytes: Uint8Array, file: string, beside: FileBeside = noFiles): Volume {
  const { size, affine, place } = readNrrdHeader(bytes, file)
  return { size, spacing: spacingOf(affine), affine, values: readVoxels(place, bytes, beside, file) }
}

/**
 * Reads the header of an NRRD volume.
 * @param head the file, or its first MiB and more
 * @throws AssayError as `readNrrd`
 */
export function readNrrdHeader(head: Uint8Array, file: string): VolumeHeader {
  const end = endOfHeader(head)
  const header = end < 0 ? '' : Buffer.from(head.subarray(0, end)).toString('latin1')
  if (!/^NRRD000[1-5]\r?\n/.test(header)) throw unreadable(file, 'no NRRD header')
  const fields = fieldsOf(header)
  const size = sizeOf(fields, file)
  const affine = affineOf(fields, file)
  const elsewhere = fields.get('data file') ?? fields.get('datafile')
  if (elsewhere !== undefined && (/^LIST\b/.test(elsewhere) || elsewhere.includes('%')))
    throw unsupported(file, 'a file a slice')
  const start = elsewhere === undefined ? end + (head[end] === 0x0d ? 2 : 1) : 0
  const place = placeOf(fields, size[0] * size[1] * size[2], file)
  return { size, affine, place: { ...place, start, ...(elsewhere === undefined ? {} : { elsewhere: [elsewhere] }) } }
}

type Fields = ReadonlyMap<string, string>

function unreadable(file: string, what: string): AssayError {
  return new AssayError('image-unreadable', { where: file, what })
}

function unsupported(file: string, what: string): AssayError {
  return new AssayError('image-unsupported', { where: file, what })
}

/** Place of the empty line that ends the header, or of the end of a header that stands alone; −1 where there is none. */
function endOfHeader(bytes: Uint8Array): number {
  const isAlone = bytes.length < 2 ** 16 && /^data ?file:/im.test(Buffer.from(bytes).toString('latin1'))
  for (let i = 0; i + 1 < bytes.length && i < 2 ** 20; i += 1) {
    if (bytes[i] !== 0x0a) continue
    if (bytes[i + 1] === 0x0a) return i + 1
    if (bytes[i + 1] === 0x0d && bytes[i + 2] === 0x0a) return i + 1
  }
  return isAlone ? bytes.length : -1
}

function fieldsOf(header: string): Fields {
  const lines = header.split(/\r?\n/).slice(1)
  return new Map(
    lines.flatMap((line) => {
      const [, name, value] = /^([^#:=]+): (.*)$/.exec(line) ?? []
      return name === undefined || value === undefined ? [] : [[name.trim().toLowerCase(), value.trim()] as const]
    }),
  )
}

function sizeOf(fields: Fields, file: string): [number, number, number] {
  const sizes = (fields.get('sizes') ?? '').split(/\s+/).map(Number)
  if (fields.get('dimension') !== '3' || sizes.length !== 3) throw unsupported(file, 'other than three dimensions')
  if (sizes.some((count) => !(Number.isInteger(count) && count >= 1))) throw unreadable(file, 'a length below 1')
  const kinds = (fields.get('kinds') ?? '').split(/\s+/).filter((kind) => kind !== '')
  const odd = kinds.find((kind) => !['domain', 'space', 'none', '???'].includes(kind.toLowerCase()))
  if (odd !== undefined) throw unsupported(file, `an axis of the kind ${odd.slice(0, 20)}`)
  return [sizes[0]!, sizes[1]!, sizes[2]!]
}

/** Signs that turn a space into right–anterior–superior. */
const spaces: Readonly<Record<string, readonly [number, number, number]>> = {
  'right-anterior-superior': [1, 1, 1],
  ras: [1, 1, 1],
  'left-anterior-superior': [-1, 1, 1],
  las: [-1, 1, 1],
  'left-posterior-superior': [-1, -1, 1],
  lps: [-1, -1, 1],
}

function affineOf(fields: Fields, file: string): Affine {
  const signs = spaces[(fields.get('space') ?? 'right-anterior-superior').toLowerCase()]
  if (!signs) throw unsupported(file, `the space ${fields.get('space')}`)
  const columns = directionsOf(fields, file)
  const origin = vectorOf(fields.get('space origin') ?? '(0,0,0)')
  const unit = unitOf(fields, file)
  const row = (axis: 0 | 1 | 2) =>
    [columns[0]![axis]!, columns[1]![axis]!, columns[2]![axis]!, origin[axis]!].map(
      (value) => value * signs[axis] * unit,
    )
  const affine = [row(0), row(1), row(2)] as unknown as Affine
  if (affine.some((one) => one.length !== 4 || one.some((value) => !Number.isFinite(value))))
    throw unreadable(file, 'a place that is no number')
  if (spacingOf(affine).some((spacing) => !(spacing > 0))) throw unreadable(file, 'a spacing of 0')
  return affine
}

/** Millimetres in the unit of the space; no unit is millimetres, as everybody has it. */
const millimetres: Readonly<Record<string, number>> = { mm: 1, millimeter: 1, cm: 10, m: 1000, um: 0.001 }

function unitOf(fields: Fields, file: string): number {
  const given = fields.get('space units') ?? fields.get('units')
  const names = new Set((given ?? '').match(/[^"\s]+/g) ?? ['mm'])
  const [name = 'mm'] = names
  const unit = millimetres[name.toLowerCase()]
  if (names.size !== 1 || unit === undefined) throw unsupported(file, 'a space in other units than of length')
  return unit
}

function directionsOf(fields: Fields, file: string): number[][] {
  const directions = fields.get('space directions')
  if (directions !== undefined) {
    const vectors = directions.match(/\([^)]*\)/g) ?? []
    if (vectors.length !== 3) throw unreadable(file, 'space directions')
    return vectors.map(vectorOf)
  }
  const spacings = (fields.get('spacings') ?? '1 1 1').split(/\s+/).map(Number)
  return [0, 1, 2].map((axis) => [0, 1, 2].map((other) => (axis === other ? (spacings[axis] ?? Number.NaN) : 0)))
}

function vectorOf(text: string): number[] {
  return text.replace(/[()]/g, '').split(',').map(Number)
}

/** Names of types in a header. */
const kindsByName: Readonly<Record<VoxelKindName, readonly string[]>> = {
  int8: ['signed char', 'int8', 'int8_t'],
  uint8: ['uchar', 'unsigned char', 'uint8', 'uint8_t'],
  int16: ['short', 'short int', 'signed short', 'signed short int', 'int16', 'int16_t'],
  uint16: ['ushort', 'unsigned short', 'unsigned short int', 'uint16', 'uint16_t'],
  int32: ['int', 'signed int', 'int32', 'int32_t'],
  uint32: ['uint', 'unsigned int', 'uint32', 'uint32_t'],
  int64: ['longlong', 'long long', 'long long int', 'signed long long', 'signed long long int', 'int64', 'int64_t'],
  uint64: ['ulonglong', 'unsigned long long', 'unsigned long long int', 'uint64', 'uint64_t'],
  float32: ['float'],
  float64: ['double'],
}

function placeOf(fields: Fields, voxels: number, file: string): Omit<VoxelPlace, 'start' | 'elsewhere'> {
  const name = (fields.get('type') ?? '').toLowerCase()
  const [kind] = Object.entries(kindsByName).find(([, names]) => names.includes(name)) ?? []
  if (kind === undefined) throw unsupported(file, `voxels of the type ${name}`)
  const lines = Number(fields.get('line skip') ?? fields.get('lineskip') ?? 0)
  if (!(Number.isInteger(lines) && lines >= 0)) throw unsupported(file, `a line skip of ${lines}`)
  const given = (fields.get('encoding') ?? '').toLowerCase()
  const encoding = encodings[given]
  if (!encoding) throw unsupported(file, `the encoding ${given}`)
  const skip = Number(fields.get('byte skip') ?? fields.get('byteskip') ?? 0)
  if (!(Number.isInteger(skip) && skip >= -1)) throw unsupported(file, `a byte skip of ${skip}`)
  const littleEndian = (fields.get('endian') ?? 'little').toLowerCase() === 'little'
  return { kind: kind as VoxelKindName, voxels, littleEndian, lines, encoding, skip: skip === -1 ? 'last' : skip }
}

/** Names of encodings in a header. */
const encodings: Readonly<Record<string, VoxelPlace['encoding']>> = {
  raw: 'raw',
  hex: 'hex',
  gzip: 'gzip',
  gz: 'gzip',
  ascii: 'text',
  txt: 'text',
  text: 'text',
}
