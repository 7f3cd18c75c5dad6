import { AssayError } from '@assay/contracts'
import { inflate } from './inflate.ts'
import { type Affine, spacingOf, type Volume, type VolumeValues } from './volume.ts'

/**
 * Reads an NRRD volume with its data in the same file: raw, gzip or ASCII.
 * @throws AssayError image-unreadable, image-unsupported (data in another file, several values a voxel, other encodings)
 * Source: teem.sourceforge.net/nrrd/format.html, NRRD0001 to NRRD0005.
 */
export function readNrrd(bytes: Uint8Array, file: string): Volume {
  const end = endOfHeader(bytes)
  const header = end < 0 ? '' : Buffer.from(bytes.subarray(0, end)).toString('latin1')
  if (!/^NRRD000[1-5]\r?\n/.test(header)) throw unreadable(file, 'no NRRD header')
  const fields = fieldsOf(header)
  if (fields.has('data file') || fields.has('datafile')) throw unsupported(file, 'data in another file')
  const size = sizeOf(fields, file)
  const affine = affineOf(fields, file)
  const body = bytes.subarray(end).subarray(bytes[end] === 0x0d ? 2 : 1)
  return { size, spacing: spacingOf(affine), affine, values: valuesOf(fields, body, size[0] * size[1] * size[2], file) }
}

type Fields = ReadonlyMap<string, string>

function unreadable(file: string, what: string): AssayError {
  return new AssayError('image-unreadable', { where: file, what })
}

function unsupported(file: string, what: string): AssayError {
  return new AssayError('image-unsupported', { where: file, what })
}

/** Place of the empty line that ends the header; −1 where there is none. */
function endOfHeader(bytes: Uint8Array): number {
  for (let i = 0; i + 1 < bytes.length && i < 2 ** 20; i += 1) {
    if (bytes[i] !== 0x0a) continue
    if (bytes[i + 1] === 0x0a) return i + 1
    if (bytes[i + 1] === 0x0d && bytes[i + 2] === 0x0a) return i + 1
  }
  return -1
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
  const row = (axis: 0 | 1 | 2) =>
    [columns[0]![axis]!, columns[1]![axis]!, columns[2]![axis]!, origin[axis]!].map((value) => value * signs[axis])
  const affine = [row(0), row(1), row(2)] as unknown as Affine
  if (affine.some((one) => one.length !== 4 || one.some((value) => !Number.isFinite(value))))
    throw unreadable(file, 'a place that is no number')
  if (spacingOf(affine).some((spacing) => !(spacing > 0))) throw unreadable(file, 'a spacing of 0')
  return affine
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

interface VoxelType {
  readonly names: readonly string[]
  readonly make: (voxels: number) => VolumeValues
  readonly read: (view: DataView, at: number, littleEndian: boolean) => number
}

const voxelTypes: readonly VoxelType[] = [
  { names: ['signed char', 'int8', 'int8_t'], make: (n) => new Int8Array(n), read: (view, at) => view.getInt8(at) },
  {
    names: ['uchar', 'unsigned char', 'uint8', 'uint8_t'],
    make: (n) => new Uint8Array(n),
    read: (view, at) => view.getUint8(at),
  },
  {
    names: ['short', 'short int', 'signed short', 'signed short int', 'int16', 'int16_t'],
    ...{ make: (n) => new Int16Array(n), read: (view, at, little) => view.getInt16(at, little) },
  },
  {
    names: ['ushort', 'unsigned short', 'unsigned short int', 'uint16', 'uint16_t'],
    ...{ make: (n) => new Uint16Array(n), read: (view, at, little) => view.getUint16(at, little) },
  },
  {
    names: ['int', 'signed int', 'int32', 'int32_t'],
    ...{ make: (n) => new Int32Array(n), read: (view, at, little) => view.getInt32(at, little) },
  },
  {
    names: ['uint', 'unsigned int', 'uint32', 'uint32_t'],
    ...{ make: (n) => new Uint32Array(n), read: (view, at, little) => view.getUint32(at, little) },
  },
  { names: ['float'], make: (n) => new Float32Array(n), read: (view, at, little) => view.getFloat32(at, little) },
  { names: ['double'], make: (n) => new Float64Array(n), read: (view, at, little) => view.getFloat64(at, little) },
]

/** Nothing is allocated by what the header announces before the voxels are seen to be there. */
function valuesOf(fields: Fields, body: Uint8Array, voxels: number, file: string): VolumeValues {
  const name = (fields.get('type') ?? '').toLowerCase()
  const type = voxelTypes.find(({ names }) => names.includes(name))
  if (!type) throw unsupported(file, `voxels of the type ${name}`)
  const encoding = (fields.get('encoding') ?? '').toLowerCase()
  if (['ascii', 'txt', 'text'].includes(encoding)) return valuesFromText(type, body, voxels, file)
  if (!['raw', 'gzip', 'gz'].includes(encoding)) throw unsupported(file, `the encoding ${encoding}`)
  const raw = encoding === 'raw' ? body : inflate(body, file)
  const size = type.make(0).BYTES_PER_ELEMENT
  if (raw.byteLength < voxels * size)
    throw unreadable(file, `${raw.byteLength} bytes of voxels, ${voxels * size} are due`)
  const values = type.make(voxels)
  const view = new DataView(raw.buffer, raw.byteOffset, raw.byteLength)
  const isLittle = (fields.get('endian') ?? 'little').toLowerCase() === 'little'
  for (let i = 0; i < voxels; i += 1) values[i] = type.read(view, i * size, isLittle)
  return values
}

function valuesFromText(type: VoxelType, body: Uint8Array, voxels: number, file: string): VolumeValues {
  const words = Buffer.from(body).toString('latin1').trim().split(/\s+/)
  if (words.length < voxels) throw unreadable(file, `${words.length} voxels, ${voxels} are due`)
  const values = type.make(voxels)
  for (let i = 0; i < voxels; i += 1) {
    const value = Number(words[i])
    if (!Number.isFinite(value)) throw unreadable(file, `voxel ${i} is no number`)
    values[i] = value
  }
  return values
}
