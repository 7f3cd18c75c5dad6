import { deflateSync } from 'node:zlib'
import type { Volume, VolumeValues } from './volume.ts'

/** Names of the types of voxels, by their array. */
const elementTypes: Readonly<Record<string, string>> = {
  Int8Array: 'MET_CHAR',
  Uint8Array: 'MET_UCHAR',
  Int16Array: 'MET_SHORT',
  Uint16Array: 'MET_USHORT',
  Int32Array: 'MET_INT',
  Uint32Array: 'MET_UINT',
  Float32Array: 'MET_FLOAT',
  Float64Array: 'MET_DOUBLE',
}

/**
 * Writes a volume as MetaImage with its voxels in the same file (`.mha`), little-endian: what the containers of challenges read and write.
 * The header says nothing but the grid and its place.
 * @param isCompressed by zlib, as ITK does it
 * @throws RangeError for an affine whose axes are not at right angles to each other, which MetaImage has no words for
 * Source: the MetaIO documentation of ITK.
 */
export function writeMetaImage(volume: Volume, { isCompressed = true } = {}): Uint8Array {
  const raw = littleEndian(volume.values)
  const body = isCompressed ? deflateSync(raw) : raw
  const { spacing, directions, offset } = placeOf(volume)
  const lines = [
    ['ObjectType', 'Image'],
    ['NDims', '3'],
    ['BinaryData', 'True'],
    ['BinaryDataByteOrderMSB', 'False'],
    ['CompressedData', isCompressed ? 'True' : 'False'],
    ...(isCompressed ? [['CompressedDataSize', `${body.length}`]] : []),
    ['TransformMatrix', directions.join(' ')],
    ['Offset', offset.join(' ')],
    ['CenterOfRotation', '0 0 0'],
    ['ElementSpacing', spacing.join(' ')],
    ['DimSize', volume.size.join(' ')],
    ['ElementType', elementTypes[volume.values.constructor.name]!],
    ['ElementDataFile', 'LOCAL'],
  ]
  return Buffer.concat([Buffer.from(lines.map(([key, value]) => `${key} = ${value}\n`).join(''), 'latin1'), body])
}

/** Left–posterior–superior; a row of the matrix is the direction of one of the grid's axes. */
function placeOf({ affine, spacing }: Volume): { spacing: readonly number[]; directions: number[]; offset: number[] } {
  const turned = affine.map((row, axis) => row.map((value) => (axis === 2 || value === 0 ? value : -value)))
  const axes = [0, 1, 2].map((column) => turned.map((row) => row[column]! / spacing[column]!))
  if (!areAtRightAngles(axes)) throw new RangeError('axes that are not at right angles')
  return { spacing, directions: axes.flat(), offset: turned.map((row) => row[3]!) }
}

function areAtRightAngles(axes: readonly (readonly number[])[]): boolean {
  const pairs = [
    [0, 1],
    [0, 2],
    [1, 2],
  ] as const
  return pairs.every(([a, b]) => Math.abs(axes[a]!.reduce((sum, value, i) => sum + value * axes[b]![i]!, 0)) < 1e-3)
}

function littleEndian(values: VolumeValues): Uint8Array {
  const bytes = Buffer.from(new Uint8Array(values.buffer, values.byteOffset, values.byteLength))
  const isLittle = new Uint8Array(Uint16Array.of(1).buffer)[0] === 1
  if (isLittle || values.BYTES_PER_ELEMENT === 1) return bytes
  return { 2: () => bytes.swap16(), 4: () => bytes.swap32(), 8: () => bytes.swap64() }[values.BYTES_PER_ELEMENT]!()
}
