import { createHash } from 'node:crypto'
import type { FileFormat } from '../sniff-format.ts'
import { readMetaImageHeader } from './read-metaimage.ts'
import { readNrrdHeader } from './read-nrrd.ts'
import { bytesOf, turnRound } from './voxel-kinds.ts'
import type { VoxelPlace } from './voxel-place.ts'

/** Formats of volumes whose headers are written anew as they are de-identified. */
export type VolumeFormat = Extract<FileFormat, 'nifti' | 'nrrd' | 'metaimage'>

export function isVolume(format: FileFormat | undefined): format is VolumeFormat {
  return format === 'nifti' || format === 'nrrd' || format === 'metaimage'
}

/** Where voxels begin, of how many bytes each number of them is, and in which order these stand. */
interface Stored {
  readonly start: number
  readonly width: number
  readonly littleEndian: boolean
}

/**
 * SHA-256, hexadecimal, of the voxels of a volume as they are stored, before any scaling, the least significant byte of each number first. Of the
 * header nothing counts, so that the same voxels have the same hash in each of the three formats, packed or not, in one file or in two, and in
 * either order of bytes.
 * @param copy a volume as it was de-identified: not packed, its voxels behind the header and nothing behind them
 * @throws AssayError image-unreadable, image-unsupported
 */
export function voxelHash(copy: Buffer, format: VolumeFormat, where: string): string {
  const { start, width, littleEndian } = stored[format](copy, where)
  const voxels = copy.subarray(start)
  const isTurned = !littleEndian && (width === 2 || width === 4 || width === 8)
  const hash = createHash('sha256')
  if (!isTurned) return hash.update(voxels).digest('hex')
  for (let from = 0; from < voxels.length; from += partBytes) {
    const part = Buffer.from(voxels.subarray(from, from + partBytes))
    hash.update(part.length % width === 0 ? turnRound[width](part) : part)
  }
  return hash.digest('hex')
}

/** What is turned round at a time: a whole number of every kind of number. */
const partBytes = 2 ** 22

const stored: Readonly<Record<VolumeFormat, (copy: Buffer, where: string) => Stored>> = {
  nifti: niftiVoxels,
  nrrd: (copy, where) => behindHeader(readNrrdHeader(copy, where).place),
  metaimage: (copy, where) => behindHeader(readMetaImageHeader(copy, where).place),
}

function behindHeader({ start, kind, littleEndian }: VoxelPlace): Stored {
  return { start, width: bytesOf(kind, 1), littleEndian }
}

/** Datatypes of nifti1.h whose voxels are several numbers: colours of a byte each, complex numbers of two. */
const colours = new Set([128, 2304])
const complex = new Set([32, 1792, 2048])

/** Voxels of kinds that are not read as a volume have a hash, too. Source: nifti1.h, nifti2.h. */
function niftiVoxels(copy: Buffer): Stored {
  const littleEndian = copy.readInt32LE(0) === 348 || copy.readInt32LE(0) === 540
  const isFirst = (littleEndian ? copy.readInt32LE(0) : copy.readInt32BE(0)) === 348
  const short = (at: number) => (littleEndian ? copy.readInt16LE(at) : copy.readInt16BE(at))
  const [type, bits] = isFirst ? [short(70), short(72)] : [short(12), short(14)]
  const width = colours.has(type) ? 1 : bits / (complex.has(type) ? 16 : 8)
  return { start: isFirst ? 352 : 544, width, littleEndian }
}
