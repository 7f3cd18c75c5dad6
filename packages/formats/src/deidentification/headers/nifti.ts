import { type FileBeside, readBeside } from '../../images/file-beside.ts'
import { isGzip } from '../../images/gzip-head.ts'
import { inflate } from '../../images/inflate.ts'
import { imagesOf } from '../../images/read-nifti.ts'
import { tooLong, tooShort } from '../../images/voxel-place.ts'
import type { Refuse } from './refuse.ts'

/** Where texts stand, and how the data are found. Source: nifti1.h, nifti2.h. */
const layouts = {
  348: {
    texts: [
      [4, 10],
      [14, 18],
      [148, 80],
      [228, 24],
      [328, 16],
    ],
    magic: 344,
  },
  540: {
    texts: [
      [240, 80],
      [320, 24],
      [508, 16],
      [524, 16],
    ],
    magic: 4,
  },
} as const

interface Surroundings {
  /** What stands in errors for the file. */
  readonly where: string
  /** Its name: the file with its voxels is called alike. */
  readonly name: string
  readonly beside: FileBeside
  readonly refuse: Refuse
}

/**
 * A NIfTI-1 or NIfTI-2 file without its texts (description, auxiliary file, database, name of the intent), its extensions, and what follows
 * its voxels. A header and the file beside it with its voxels (`.hdr`, `.img`) become one.
 */
export function niftiWithoutTexts(bytes: Buffer, { where, name, beside, refuse }: Surroundings): Buffer {
  const little = bytes.length >= 348 && [348, 540].includes(bytes.readInt32LE(0))
  const size = bytes.length < 348 ? 0 : little ? bytes.readInt32LE(0) : bytes.readInt32BE(0)
  if ((size !== 348 && size !== 540) || bytes.length < size) throw refuse('cut-off')
  const { texts, magic } = layouts[size]
  const word = bytes.toString('latin1', magic, magic + 3)
  if (!/^n[+i][12]$/.test(word)) throw refuse('analyze')
  const header = Buffer.alloc(size + 4)
  bytes.copy(header, 0, 0, size)
  for (const [from, length] of texts) header.fill(0, from, from + length)
  header.write('+', magic + 1, 'latin1')
  const view = new DataView(header.buffer, header.byteOffset, header.byteLength)
  const place = voxelsOf(view, size, little)
  if (size === 348) view.setFloat32(108, size + 4, little)
  else view.setBigInt64(168, BigInt(size + 4), little)
  const isAlone = word[1] === '+'
  if (!isAlone) return Buffer.concat([header, voxelsBeside(place, readBeside(imagesOf(name), beside, where), where)])
  const { from, length } = place
  if (from < size || from + length > bytes.length) throw refuse('cut-off')
  return Buffer.concat([header, bytes.subarray(from, from + length)])
}

interface Place {
  readonly from: number
  readonly length: number
}

/** Voxels of the second file, which holds no more than them. */
function voxelsBeside({ from, length }: Place, stored: Uint8Array, where: string): Uint8Array {
  const bytes = isGzip(stored) ? inflate(stored, where) : stored
  const voxels = bytes.subarray(Math.max(0, from))
  if (voxels.length < length) throw tooShort(voxels.length, length, where)
  if (voxels.length > length) throw tooLong(voxels.length, length, where)
  return voxels
}

/** Where voxels begin, and their bytes. */
function voxelsOf(view: DataView, size: 348 | 540, little: boolean): Place {
  const isFirst = size === 348
  const dimension = (i: number) =>
    isFirst ? view.getInt16(40 + 2 * i, little) : Number(view.getBigInt64(16 + 8 * i, little))
  const bits = view.getInt16(isFirst ? 72 : 14, little)
  const from = isFirst ? view.getFloat32(108, little) : Number(view.getBigInt64(168, little))
  const axes = Array.from({ length: Math.min(Math.max(dimension(0), 0), 7) }, (_, i) => Math.max(dimension(i + 1), 1))
  return { from, length: Math.ceil((axes.reduce((product, length) => product * length, 1) * bits) / 8) }
}
