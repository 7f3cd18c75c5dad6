import { AssayError } from '@assay/contracts'
import type { VolumeValues } from './volume.ts'

interface VoxelKind {
  readonly bytes: number
  readonly make: (voxels: number) => VolumeValues
  readonly read: (view: DataView, at: number, littleEndian: boolean) => number
}

/** Kinds of numbers that voxels are stored as, and the array that holds them; 64-bit whole numbers become doubles. */
const voxelKinds = {
  int8: { bytes: 1, make: (n) => new Int8Array(n), read: (view, at) => view.getInt8(at) },
  uint8: { bytes: 1, make: (n) => new Uint8Array(n), read: (view, at) => view.getUint8(at) },
  int16: { bytes: 2, make: (n) => new Int16Array(n), read: (view, at, little) => view.getInt16(at, little) },
  uint16: { bytes: 2, make: (n) => new Uint16Array(n), read: (view, at, little) => view.getUint16(at, little) },
  int32: { bytes: 4, make: (n) => new Int32Array(n), read: (view, at, little) => view.getInt32(at, little) },
  uint32: { bytes: 4, make: (n) => new Uint32Array(n), read: (view, at, little) => view.getUint32(at, little) },
  float32: { bytes: 4, make: (n) => new Float32Array(n), read: (view, at, little) => view.getFloat32(at, little) },
  float64: { bytes: 8, make: (n) => new Float64Array(n), read: (view, at, little) => view.getFloat64(at, little) },
  int64: {
    ...{ bytes: 8, make: (n: number) => new Float64Array(n) },
    read: (view: DataView, at: number, little: boolean) => Number(view.getBigInt64(at, little)),
  },
  uint64: {
    ...{ bytes: 8, make: (n: number) => new Float64Array(n) },
    read: (view: DataView, at: number, little: boolean) => Number(view.getBigUint64(at, little)),
  },
} as const satisfies Record<string, VoxelKind>

export type VoxelKindName = keyof typeof voxelKinds

/** Bytes that a number of voxels take. */
export function bytesOf(kind: VoxelKindName, voxels: number): number {
  return voxels * voxelKinds[kind].bytes
}

/**
 * Reads voxels from bytes, from their beginning on.
 * @param bytes at least `bytesOf(kind, voxels)`
 */
export function readValues(
  bytes: Uint8Array,
  { kind, voxels, littleEndian }: { kind: VoxelKindName; voxels: number; littleEndian: boolean },
): VolumeValues {
  const { bytes: step, make, read } = voxelKinds[kind]
  const values = make(voxels)
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  for (let i = 0; i < voxels; i += 1) values[i] = read(view, i * step, littleEndian)
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
  const unreadable = (what: string) => new AssayError('image-unreadable', { where: file, what })
  if (words.length < voxels) throw unreadable(`${words.length} voxels, ${voxels} are due`)
  const values = voxelKinds[kind].make(voxels)
  for (let i = 0; i < voxels; i += 1) {
    const value = Number(words[i])
    if (!Number.isFinite(value)) throw unreadable(`voxel ${i} is no number`)
    values[i] = value
  }
  return values
}
