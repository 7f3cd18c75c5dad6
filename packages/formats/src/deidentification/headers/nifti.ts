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

/**
 * A NIfTI-1 or NIfTI-2 file without its texts (description, auxiliary file, database, name of the intent), its extensions, and what follows
 * its voxels.
 */
export function niftiWithoutTexts(bytes: Buffer, refuse: Refuse): Buffer {
  const little = bytes.length >= 348 && [348, 540].includes(bytes.readInt32LE(0))
  const size = bytes.length < 348 ? 0 : little ? bytes.readInt32LE(0) : bytes.readInt32BE(0)
  if ((size !== 348 && size !== 540) || bytes.length < size) throw refuse('cut-off')
  const { texts, magic } = layouts[size]
  const word = bytes.toString('latin1', magic, magic + 3)
  if (!/^n[+i][12]$/.test(word)) throw refuse('analyze')
  const header = Buffer.alloc(size + 4)
  bytes.copy(header, 0, 0, size)
  for (const [from, length] of texts) header.fill(0, from, from + length)
  const view = new DataView(header.buffer, header.byteOffset, header.byteLength)
  if (word[1] === 'i') return header
  const [from, length] = voxelsOf(view, size, little)
  if (size === 348) view.setFloat32(108, size + 4, little)
  else view.setBigInt64(168, BigInt(size + 4), little)
  if (from < size || from + length > bytes.length) throw refuse('cut-off')
  return Buffer.concat([header, bytes.subarray(from, from + length)])
}

/** Where voxels begin, and their bytes. */
function voxelsOf(view: DataView, size: 348 | 540, little: boolean): [number, number] {
  const isFirst = size === 348
  const dimension = (i: number) =>
    isFirst ? view.getInt16(40 + 2 * i, little) : Number(view.getBigInt64(16 + 8 * i, little))
  const bits = view.getInt16(isFirst ? 72 : 14, little)
  const from = isFirst ? view.getFloat32(108, little) : Number(view.getBigInt64(168, little))
  const axes = Array.from({ length: Math.min(Math.max(dimension(0), 0), 7) }, (_, i) => Math.max(dimension(i + 1), 1))
  return [from, Math.ceil((axes.reduce((product, length) => product * length, 1) * bits) / 8)]
}
