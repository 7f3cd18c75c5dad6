import { endianness } from 'node:os'
import { AssayError } from '@assay/contracts'
import type { VolumeValues } from './volume.ts'

interface VoxelKind {
  readonly bytes: 1 | 2 | 4 | 8
  readonly make: (voxels: number) => VolumeValues
  /** One number, where the array is of another kind than the file. */
  readonly read?: (view: DataView, at: number, littleEndian: boolean) => number
}

/** Kinds of numbers that voxels are stored as, and the array that holds them; 64-bit whole numbers become doubles. */
const voxelKinds = {
  int8: { bytes: 1, make: (voxels) => new Int8Array(voxels) },
  uint8: { bytes: 1, make: (voxels) => new Uint8Array(voxels) },
  int16: { bytes: 2, make: (voxels) => new Int16Array(voxels) },
  uint16: { bytes: 2, make: (voxels) => new Uint16Array(voxels) },
  int32: { bytes: 4, make: (voxels) => new Int32Array(voxels) },
  uint32: { bytes: 4, make: (voxels) => new Uint32Array(voxels) },
  float32: { bytes: 4, make: (voxels) => new Float32Array(voxels) },
  float64: { bytes: 8, make: (voxels) => new Float64Array(voxels) },
  int64: {
    bytes: 8,
    make: (voxels: number) => new Float64Array(voxels),
    read: (view: DataView, at: number, little: boolean) => Number(view.getBigInt64(at, little)),
  },
  uint64: {
    bytes: 8,
    make: (voxels: number) => new Float64Array(voxels),
    read: (view: DataView, at: number, little: boolean) => Number(view.getBigUint64(at, little)),
  },
} as const satisfies Record<string, VoxelKind>

export type VoxelKindName = keyof typeof voxelKinds

/** Bytes that a number of voxels take. */
export function bytesOf(kind: VoxelKindName, voxels: number): number {
  return voxels * voxelKinds[kind].bytes
}

/** The order of bytes of this machine. */
export const isLittleEndian = endianness() === 'LE'

/** Turns numbers of some bytes round, where they stand. */
export const turnRound: Readonly<Record<1 | 2 | 4 | 8, (bytes: Buffer) => Buffer>> = {
  1: (bytes) => bytes,
  2: (bytes) => bytes.swap16(),
  4: (bytes) => bytes.swap32(),
  8: (bytes) => bytes.swap64(),
}

/**
 * Reads voxels from bytes, from their beginning on.
 * @param bytes at least `bytesOf(kind, voxels)`
 */
export function readValues(
  bytes: Uint8Array,
  { kind, voxels, littleEndian }: { kind: VoxelKindName; voxels: number; littleEndian: boolean },
): VolumeValues {
  const { bytes: step, make, read }: VoxelKind = voxelKinds[kind]
  const values = make(voxels)
  if (read) {
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
    for (let i = 0; i < voxels; i += 1) values[i] = read(view, i * step, littleEndian)
    return values
  }
  const own = Buffer.from(values.buffer)
  own.set(bytes.subarray(0, voxels * step))
  if (littleEndian !== isLittleEndian) turnRound[step](own)
  return values
}

/**
 * Reads voxels from words of text.
 * @param file for errors
 * @throws AssayError image-unreadable
 */
export function readText(
  bytes: Uint8Array,
  { kind, voxels }: { kind: VoxelKindName; voxels: number },
  file: string,
): VolumeValues {
  const words = Buffer.from(bytes).toString('latin1').trim().split(/\s+/)
  if (words.length < voxels)
    throw new AssayError('image-unreadable', { where: file, what: `${words.length} voxels, ${voxels} are due` })
  return valuesOfWords(words.slice(0, voxels), kind, { file, first: 0 })
}

/**
 * Voxels that are written in words.
 * @param first the place of the first of them in the volume, for errors
 * @throws AssayError image-unreadable
 */
export function valuesOfWords(
  words: readonly string[],
  kind: VoxelKindName,
  { file, first }: { file: string; first: number },
): VolumeValues {
  const values = voxelKinds[kind].make(words.length)
  for (let i = 0; i < words.length; i += 1) {
    const value = Number(words[i])
    if (!Number.isFinite(value))
      throw new AssayError('image-unreadable', { where: file, what: `voxel ${first + i} is no number` })
    values[i] = value
  }
  return values
}
