import { AssayError } from '@assay/contracts'
import { type FileBeside, readBeside } from './file-beside.ts'
import { isGzip } from './gzip-head.ts'
import { inflate, inflateZlib, mostUnpacked } from './inflate.ts'
import type { Affine, Volume, VolumeValues } from './volume.ts'
import { bytesOf, readText, readValues, type VoxelKindName } from './voxel-kinds.ts'

/** Where the voxels of a volume are, and how they are written: what its header says of them. */
export interface VoxelPlace {
  readonly kind: VoxelKindName
  readonly voxels: number
  readonly littleEndian: boolean
  readonly scale?: { readonly slope: number; readonly intercept: number } | undefined
  /** Files of the same folder that may hold them, of which the first counts that is there; undefined: the header's own. */
  readonly elsewhere?: readonly string[] | undefined
  /** Bytes before them in their file, as it is stored. */
  readonly start: number
  /** Lines after these bytes that are none of them. */
  readonly lines: number
  /** `by-bytes`: gzip where the bytes begin as gzip does. */
  readonly encoding: 'raw' | 'gzip' | 'zlib' | 'by-bytes' | 'hex' | 'text'
  /** Bytes before them of what is unpacked; `last`: they are the last of all. */
  readonly skip: number | 'last'
}

/** A header, read: the grid, and where its voxels are. */
export interface VolumeHeader {
  readonly size: Volume['size']
  readonly affine: Affine
  readonly place: VoxelPlace
}

/**
 * Reads all voxels from bytes in memory.
 * @param own bytes of the header's own file
 * @param file its name, for errors
 * @throws AssayError image-unreadable
 */
export function readVoxels(place: VoxelPlace, own: Uint8Array, beside: FileBeside, file: string): VolumeValues {
  const stored = place.elsewhere ? readBeside(place.elsewhere, beside, file) : own
  if (place.encoding === 'text') return readText(bodyOf(place, stored, file), place, file)
  return scaled(readValues(rawVoxels(place, stored, file), place), place)
}

/**
 * The bytes of voxels as they were before they were packed, from the first voxel to the end of what is there.
 * @param stored the file that they lie in
 * @param file the header's name, for errors
 * @throws AssayError image-unreadable
 */
export function rawVoxels(place: VoxelPlace, stored: Uint8Array, file: string): Uint8Array {
  if (place.encoding === 'text') return textVoxels(place, stored, file)
  // Nothing is allocated by what the header announces before the voxels are seen to be there; nothing much beyond it is unpacked.
  const due = bytesOf(place.kind, place.voxels)
  const most = place.skip === 'last' ? mostUnpacked : Math.min(mostUnpacked, place.skip + due + slack)
  const unpacked = unpackers[place.encoding](bodyOf(place, stored, file), file, most)
  const raw = unpacked.subarray(place.skip === 'last' ? Math.max(0, unpacked.length - due) : place.skip)
  if (raw.byteLength < due) throw tooShort(raw.byteLength, due, file)
  return raw
}

/** Numbers of a text in the bytes of their kind, in the order of this machine. */
function textVoxels(place: VoxelPlace, stored: Uint8Array, file: string): Uint8Array {
  const { buffer, byteLength } = readText(bodyOf(place, stored, file), place, file)
  const due = bytesOf(place.kind, place.voxels)
  if (byteLength === due && !place.kind.endsWith('int64')) return new Uint8Array(buffer)
  throw new AssayError('image-unsupported', { where: file, what: 'whole numbers of 64 bits, written as text' })
}

function bodyOf({ start, lines }: VoxelPlace, stored: Uint8Array, file: string): Uint8Array {
  return afterLines(stored.subarray(start), lines, file)
}

/** The refusal of a file that ends before its last voxel. @param due bytes that the header announces */
export function tooShort(bytes: number, due: number, file: string): AssayError {
  return new AssayError('image-unreadable', { where: file, what: `${bytes} bytes of voxels, ${due} are due` })
}

/** A second file that does not fit its header: which of the two is right, nobody can say. */
export function tooLong(bytes: number, due: number, where: string): AssayError {
  return new AssayError('image-unreadable', {
    where,
    what: `${bytes} bytes of voxels in the second file, ${due} are due`,
  })
}

/** The refusal of a file that has fewer lines than its header tells to skip. */
export function tooFewLines(lines: number, file: string): AssayError {
  const what = `fewer than the ${lines} lines that are to be skipped`
  return new AssayError('image-unreadable', { where: file, what })
}

/** Values by the header's slope and intercept; as they are where it has none. */
export function scaled(raw: VolumeValues, { scale }: VoxelPlace): VolumeValues {
  return scale ? Float64Array.from(raw, (value) => value * scale.slope + scale.intercept) : raw
}

/** Bytes beyond the last voxel that writers may leave. */
const slack = 2 ** 20

const fromHex = (body: Uint8Array) =>
  new Uint8Array(Buffer.from(Buffer.from(body).toString('latin1').replace(/\s+/g, ''), 'hex'))

const unpackers = {
  raw: (body: Uint8Array) => body,
  hex: fromHex,
  gzip: inflate,
  zlib: inflateZlib,
  'by-bytes': (body: Uint8Array, file: string, most: number) => (isGzip(body) ? inflate(body, file, most) : body),
}

function afterLines(bytes: Uint8Array, lines: number, file: string): Uint8Array {
  let at = 0
  for (let line = 0; line < lines; line += 1) {
    const newline = bytes.indexOf(0x0a, at)
    if (newline < 0) throw tooFewLines(lines, file)
    at = newline + 1
  }
  return bytes.subarray(at)
}
